# Journeys: the real command run as a user would, kills included. See journeys/conftest.py.
# when: all
set -eu
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
exec "$PYTHON" -m pytest -q -ra -p no:cacheprovider --junitxml="${REPORTS:-/tmp}/journeys.xml" journeys "$@"
