#!/usr/bin/env bash
# Says whether the tests of the Firestore home will run: they need Google's own emulator, which is not on the package
# registries. The tests start and stop it themselves.
set -euo pipefail

inside=platform/cloud-firestore-emulator/cloud-firestore-emulator.jar
for jar in "${FIRESTORE_EMULATOR_JAR:-}" "${CLOUDSDK_ROOT_DIR:-/none}/$inside" "$HOME/google-cloud-sdk/$inside" \
    /usr/lib/google-cloud-sdk/"$inside" /usr/share/google-cloud-sdk/"$inside" /opt/google-cloud-sdk/"$inside" \
    /usr/local/share/google-cloud-sdk/"$inside" /opt/homebrew/share/google-cloud-sdk/"$inside" \
    /snap/google-cloud-sdk/current/"$inside"; do
    if [ -n "$jar" ] && [ -f "$jar" ]; then
        if command -v java >/dev/null; then
            echo "Firestore emulator found: the Firestore home is tested."
            exit 0
        fi
        echo "SKIPPED: the Firestore home is not tested, because its emulator needs java."
        exit 0
    fi
done
echo "SKIPPED: the Firestore home is not tested, because Google's emulator is not installed (FIRESTORE_EMULATOR_JAR names its jar)."
