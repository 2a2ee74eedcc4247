/** The microphone, and how loud a sound is. */

import { Problem, problemOfMicrophone } from "./problems.js";

const WANTED = { echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: 1 };
const FLOOR_DB = -60; // quieter than a quiet room
const FFT = 1024; // 21 ms at 48 kHz

/** The caller's microphone. Throws a `Problem` in plain words. @returns {Promise<MediaStream>} */
export async function microphone() {
  if (!window.isSecureContext) throw new Problem("insecure");
  if (!navigator.mediaDevices?.getUserMedia || !window.RTCPeerConnection) throw new Problem("unsupported");
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: WANTED });
  } catch (error) {
    throw problemOfMicrophone(error);
  }
}

/** Measures streams. Owned by one call; must be made after a click, since browsers start no sound before one. */
export class Meters {
  #context = new AudioContext();
  #samples = new Float32Array(FFT);

  /**
   * A function that tells how loud `stream` is just then: 0 for silence to 1.
   * @param {MediaStream} stream
   * @returns {() => number}
   */
  of(stream) {
    const analyser = new AnalyserNode(this.#context, { fftSize: FFT });
    this.#context.createMediaStreamSource(stream).connect(analyser);
    return () => {
      analyser.getFloatTimeDomainData(this.#samples);
      return loudness(this.#samples);
    };
  }

  close() {
    if (this.#context.state !== "closed") this.#context.close();
  }
}

/** The loudness of samples on a scale of decibels: 0 at the floor to 1 at full scale. */
export function loudness(samples) {
  const power = samples.reduce((sum, each) => sum + each * each, 0) / samples.length;
  const db = 10 * Math.log10(power + 1e-12);
  return Math.min(1, Math.max(0, 1 - db / FLOOR_DB));
}
