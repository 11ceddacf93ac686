// Builds every image, with a registry or without one: the reference servers, then the tool. Needs dist/ and the docker
// command; BASE_IMAGE of the environment is what they are built on.
import { buildImage, baseImage } from './docker.mjs';
import { buildToolImage } from './tool-image.mjs';

const base = baseImage();
for (const name of ['dual-era', 'legacy', 'google']) {
  buildImage(`dist/images/${name}`, base, [`mcptc-reference/${name}`]);
}
buildToolImage(base);
