# The ten commands of the first screen, in a fresh clone with empty caches.
# when: all
set -eu
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
exec docs/guide/first-run.sh --clean
