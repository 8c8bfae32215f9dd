// Makes the 15 sounds of the Voice SDK: soft tones of our own, as 16-bit mono WAV. Run it with `node make.mjs`; it needs
// nothing but Node, and writes the same bytes every time.
//
// The SDK fetches all of them when it starts, also those that are never heard, so they are kept short and at 8 kHz.
import { writeFileSync } from 'node:fs';

const RATE = 8000;
const LOUDNESS = 0.18; // of full scale: next to a voice, not over it
const FADE_S = 0.008; // without it a tone begins and ends with a click

/** A mix of sine tones. */
function tone(frequencies, seconds, loudness = LOUDNESS) {
  const length = Math.round(seconds * RATE);
  const fade = FADE_S * RATE;
  return Array.from({ length }, (_, at) => {
    const envelope = Math.min(1, at / fade, (length - 1 - at) / fade);
    const mix = frequencies.reduce((sum, hz) => sum + Math.sin((2 * Math.PI * hz * at) / RATE), 0);
    return (mix / frequencies.length) * envelope * loudness;
  });
}

/** A struck tone that dies away. */
function chime(hz, seconds, loudness = LOUDNESS) {
  return tone([hz, hz * 2], seconds, loudness).map((sample, at) => sample * Math.exp((-5 * at) / (seconds * RATE)));
}

const silence = (seconds) => new Array(Math.round(seconds * RATE)).fill(0);

function wav(samples) {
  const data = Buffer.alloc(samples.length * 2);
  samples.forEach((sample, at) => data.writeInt16LE(Math.round(Math.max(-1, Math.min(1, sample)) * 32767), at * 2));
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + data.length, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16); // size of the format block
  head.writeUInt16LE(1, 20); // PCM
  head.writeUInt16LE(1, 22); // mono
  head.writeUInt32LE(RATE, 24);
  head.writeUInt32LE(RATE * 2, 28); // bytes a second
  head.writeUInt16LE(2, 32); // bytes a frame
  head.writeUInt16LE(16, 34); // bits a sample
  head.write('data', 36);
  head.writeUInt32LE(data.length, 40);
  return Buffer.concat([head, data]);
}

// The keypad's pairs of frequencies: a row and a column each (ITU-T Q.23).
const ROWS = [697, 770, 852, 941];
const COLUMNS = [1209, 1336, 1477];
const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', 's', '0', 'h']; // s: star, h: hash

const sounds = {
  incoming: [...chime(523.25, 0.25), ...chime(659.25, 0.35), ...silence(0.3)],
  outgoing: chime(659.25, 0.25),
  disconnect: [...chime(523.25, 0.16), ...chime(392, 0.3)],
};
KEYS.forEach((key, at) => {
  sounds[`dtmf${key}`] = tone([ROWS[Math.floor(at / 3)], COLUMNS[at % 3]], 0.16);
});

for (const [name, samples] of Object.entries(sounds)) {
  writeFileSync(new URL(`${name}.wav`, import.meta.url), wav(samples));
}
