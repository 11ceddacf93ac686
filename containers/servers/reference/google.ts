/** The fixture contract as the typed gRPC service of Google's libraries, on no SDK: `--grpc-port PORT`. */
import { addGoogleNeighbours } from '../../../adapters/grpc-google/server/neighbours.js';
import { addGoogleService } from '../../../adapters/grpc-google/server/service.js';
import { createGrpcServer, listenOn } from '../../../adapters/grpc/server/listen.js';
import { announce } from './announce.js';
import { createFixture } from './fixture.js';
import { createGoogleService } from './google-service.js';
import { LARGEST_MESSAGE } from './limits.js';
import { readOptions } from './options.js';
import { addStopHandler } from './stop.js';

const options = readOptions();
if (options.grpc === undefined) {
  process.stderr.write('This server speaks gRPC only: --grpc-port PORT\n');
  process.exit(2);
}
const server = createGrpcServer(LARGEST_MESSAGE);
addGoogleService(server, createGoogleService(createFixture(options.pageSizes)));
addGoogleNeighbours(server);
const { url, close } = await listenOn(server, options.grpc);
addStopHandler(close);
announce('grpc-google', url);
