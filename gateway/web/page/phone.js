/** The peer connection of one call: a microphone out, a voice in, and the data channel `keys`. */

const GATHERED_WITHIN_MS = 1000;
const KEYS = "keys";

/**
 * Owned by one call. `on` is told of `connected`, `lost` and `candidates` (an SDP fragment, RFC 8840) as they happen.
 *
 * @typedef {object} Listener
 * @property {() => void} connected
 * @property {() => void} lost
 * @property {(fragment: string) => void} candidates
 */
export class Phone {
  #peer;
  #keys;
  #microphone;
  #on;
  #player = new Audio();
  #voice = new MediaStream();
  #isOfferOut = false;

  /** @param {RTCIceServer[]} iceServers @param {MediaStream} stream @param {Listener} on */
  constructor(iceServers, stream, on) {
    this.#on = on;
    this.#microphone = stream;
    this.#peer = new RTCPeerConnection({ iceServers, bundlePolicy: "max-bundle" });
    for (const track of stream.getAudioTracks()) this.#peer.addTrack(track, stream);
    this.#keys = this.#peer.createDataChannel(KEYS);
    this.#peer.addEventListener("track", ({ track }) => this.#hear(track));
    this.#peer.addEventListener("connectionstatechange", () => this.#changed());
    this.#peer.addEventListener("icecandidate", ({ candidate }) => this.#found(candidate));
  }

  /** What the far end says: silent until it is connected. */
  get voice() {
    return this.#voice;
  }

  /** An offer with the candidates that were found within a second; `restart` asks for a new way to the far end. */
  async offer(restart = false) {
    this.#isOfferOut = false;
    await this.#peer.setLocalDescription(await this.#peer.createOffer({ iceRestart: restart }));
    await this.#gathered();
    this.#isOfferOut = true;
    return this.#peer.localDescription.sdp;
  }

  /** @param {string} sdp */
  async accept(sdp) {
    await this.#peer.setRemoteDescription({ type: "answer", sdp });
  }

  mute(muted) {
    for (const track of this.#microphone.getAudioTracks()) track.enabled = !muted;
  }

  /** Press a key of the keypad: one of 0-9, *, #, A-D. */
  key(digit) {
    this.#send(digit);
  }

  hold(holding) {
    this.#send(holding ? "hold" : "resume");
    this.#player.muted = holding;
  }

  /** @returns {Promise<Iterable<any>>} what the browser measured */
  async stats() {
    return (await this.#peer.getStats()).values();
  }

  /** Hang up here and give the microphone back. */
  close() {
    for (const track of this.#microphone.getTracks()) track.stop();
    this.#player.srcObject = null;
    this.#peer.close();
  }

  #hear(track) {
    this.#voice.addTrack(track);
    this.#player.srcObject = this.#voice;
    this.#player.play().catch(() => {}); // refused only where no click came first; the captions go on
  }

  #changed() {
    const { connectionState } = this.#peer;
    if (connectionState === "connected") this.#on.connected();
    if (connectionState === "disconnected" || connectionState === "failed") this.#on.lost();
  }

  #found(candidate) {
    if (!candidate?.candidate || !this.#isOfferOut) return; // the offer carries what came before it
    this.#on.candidates(fragmentOf(this.#peer.localDescription.sdp, candidate));
  }

  #gathered() {
    return new Promise((resolve) => {
      const finished = () => this.#peer.iceGatheringState === "complete" && resolve();
      this.#peer.addEventListener("icegatheringstatechange", finished);
      setTimeout(resolve, GATHERED_WITHIN_MS);
      finished();
    });
  }

  #send(text) {
    if (this.#keys.readyState === "open") this.#keys.send(text);
  }
}

/** One candidate as `application/trickle-ice-sdpfrag` (RFC 8840 section 9). */
export function fragmentOf(sdp, candidate) {
  const line = (pattern) => pattern.exec(sdp)?.[0] ?? "";
  const head = [line(/^a=ice-ufrag:.*$/m), line(/^a=ice-pwd:.*$/m), line(/^m=.*$/m)].map((each) => each.trim());
  return [...head, `a=mid:${candidate.sdpMid}`, `a=${candidate.candidate}`, ""].join("\r\n");
}
