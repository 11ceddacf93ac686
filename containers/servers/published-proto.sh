#!/bin/sh
# Puts the published proto of Google's gRPC service into the folder OUT: published-proto.sh OUT. It comes from the stubs of
# mcp-grpc-transport-proto 0.2.0 as the descriptors mcp.binpb, which protoc takes in place of the text.
set -eu

missing() {
  echo "published-proto: $1" >&2
  exit 69
}

[ $# -eq 1 ] || { echo "usage: published-proto.sh OUT" >&2; exit 64; }
python=${PYTHON:-python3}
command -v "$python" >/dev/null || missing "$python is missing"
"$python" -m pip --version >/dev/null 2>&1 || missing "pip is missing in $python"

# With the tools comes a protoc: OUT/site on PYTHONPATH, and `python3 -m grpc_tools.protoc`.
"$python" -m pip install --quiet --disable-pip-version-check --root-user-action=ignore --no-warn-script-location \
  --no-deps --only-binary :all: --target "$1/site" mcp-grpc-transport-proto==0.2.0 protobuf==7.36.2 grpcio==1.85.3 \
  grpcio-tools==1.85.1 setuptools==84.2.1 typing_extensions==4.16.0 >&2
PYTHONPATH=$1/site "$python" - "$1/mcp.binpb" <<'PYTHON'
import sys

from google.protobuf import descriptor_pb2, duration_pb2, struct_pb2
from mcp_grpc_transport_proto import mcp_messages_pb2, mcp_pb2

files = descriptor_pb2.FileDescriptorSet()
for module in (duration_pb2, struct_pb2, mcp_messages_pb2, mcp_pb2):
    module.DESCRIPTOR.CopyToProto(files.file.add())
with open(sys.argv[1], "wb") as out:
    out.write(files.SerializeToString())
PYTHON
