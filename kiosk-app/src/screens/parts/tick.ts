let audio: AudioContext | null = null;

/** A soft tick of 30 ms for a touch. Silent where there is no sound device. */
export function playTick(): void {
  if (typeof AudioContext === 'undefined') return;
  audio ??= new AudioContext();
  const tone = audio.createOscillator();
  const level = audio.createGain();
  const at = audio.currentTime;
  tone.frequency.value = 620;
  level.gain.setValueAtTime(0.06, at);
  level.gain.exponentialRampToValueAtTime(0.0001, at + 0.03);
  tone.connect(level).connect(audio.destination);
  tone.start(at);
  tone.stop(at + 0.03);
}
