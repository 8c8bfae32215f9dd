#!/bin/sh
# Renders sentences.txt to NAME.ulaw: raw G.711 µ-law, 8 kHz, mono. Needs espeak-ng and sox.
# The results are committed, so that nobody needs either to build.
set -eu
cd "$(dirname "$0")"

wav=$(mktemp)
trap 'rm -f "$wav"' EXIT

grep -v -e '^#' -e '^$' sentences.txt | while IFS='|' read -r name voice speed pitch sentence; do
	name=$(echo "$name" | tr -d ' ')
	sentence=$(echo "$sentence" | sed 's/^ *//; s/ *$//')
	espeak-ng -v "$(echo "$voice" | tr -d ' ')" -s "$(echo "$speed" | tr -d ' ')" \
		-p "$(echo "$pitch" | tr -d ' ')" -w "$wav" "$sentence"
	# The silence at both ends is cut, the level is the same for every voice, and 0.1 s is left after it.
	sox -t wav "$wav" -t raw -r 8000 -c 1 -e mu-law "$name.ulaw" \
		silence 1 0.01 0.5% reverse silence 1 0.01 0.5% reverse norm -6 pad 0 0.1
	echo "$name"
done
