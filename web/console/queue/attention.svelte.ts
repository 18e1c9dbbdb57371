// What asks for a look: a soft sound and a desktop notice, both only if she chose them, and neither with a word in it.
import type { News, Row } from "../contract";
import { me } from "../me.svelte";
import { t } from "../words";
import { router } from "../router.svelte";

const stored = (key: string): boolean => localStorage.getItem(key) === "on";

class Attention {
  sound = $state(stored("haven.sound"));
  /** A case a colleague passed on to her, until she opens it or says that she knows. */
  passed = $state.raw<{ id: string; number: string } | null>(null);
  notices = $state(stored("haven.notices") && typeof Notification !== "undefined" && Notification.permission === "granted");

  chooseSound(on: boolean): void {
    this.sound = on;
    localStorage.setItem("haven.sound", on ? "on" : "off");
    if (on) chime();
  }

  /** The soft sound, where she chose it. */
  ring(): void {
    if (this.sound) chime();
  }

  /** The browser asks her; without its leave nothing is shown. */
  async chooseNotices(on: boolean): Promise<void> {
    const allowed = on && typeof Notification !== "undefined" && (await Notification.requestPermission()) === "granted";
    this.notices = allowed;
    localStorage.setItem("haven.notices", allowed ? "on" : "off");
  }
}

export const attention = new Attention();

/** Why this case asks for a look now, if it does. */
export function reasonToLook(row: Row, old: Row | undefined, self: string): "waiting" | "urgent" | "passed" | "words" | null {
  if (row.state === "closed") return null;
  const pressing = row.urgency === "danger" || row.urgency === "crisis";
  // Despair that is said once more counts down once more.
  if (pressing && (old?.urgency !== row.urgency || (row.numbers_by && !old?.numbers_by))) return "urgent";
  if (row.holder.kind === "queue" && old?.holder.kind !== "queue") return "waiting";
  if (row.holder.staff === self && old?.holder.kind === "staff" && old.holder.staff !== self) return "passed";
  if (row.holder.staff === self && row.wrote > (old?.wrote ?? row.wrote)) return "words";
  return null;
}

const isOpen = (row: Row): boolean => router.place.page === "case" && router.place.id === row.id;

/** Cases that the list does not show, as last heard of: beneath its last page, the same thing does not ring twice. */
const heard = new Map<string, Row>();
const MOST = 1_000;

function remember(rows: Row[]): void {
  if (heard.size > MOST) heard.clear();
  for (const row of rows) heard.set(row.id, row);
}

/** Look at the news through her eyes; where something is new for her, say so softly. */
export function attend(news: News, known: (id: string) => Row | undefined): void {
  const reasons = news.rows.map((row) => {
    const reason = reasonToLook(row, known(row.id) ?? heard.get(row.id), me.id);
    if (reason === "passed" && !isOpen(row)) attention.passed = { id: row.id, number: row.number };
    // What comes in a case she is reading this moment needs no bell.
    const reads = isOpen(row) && (reason === "passed" || (reason === "words" && document.visibilityState === "visible"));
    return reads ? null : reason;
  });
  remember(news.rows);
  const reason = (["urgent", "passed", "waiting", "words"] as const).find((one) => reasons.includes(one));
  if (!reason) return;
  attention.ring();
  if (attention.notices && document.visibilityState === "hidden") notify(reason);
}

function notify(reason: "waiting" | "urgent" | "passed" | "words"): void {
  const texts = {
    waiting: t("Somebody is waiting."),
    urgent: t("A case needs a look now."),
    passed: t("A colleague passed a case on to you."),
    words: t("There is something new for you."),
  };
  // No name, no number, no word: the lock screen of a laptop is read by others.
  const notice = new Notification("Haven", { body: texts[reason], tag: "haven" });
  notice.onclick = () => {
    window.focus();
    notice.close();
  };
}

let speaker: AudioContext | undefined;

/** Two soft tones, made here: nothing is loaded. */
function chime(): void {
  speaker ??= new AudioContext();
  void speaker.resume();
  [523.25, 659.25].forEach((pitch, place) => tone(speaker as AudioContext, pitch, place * 0.18));
}

function tone(context: AudioContext, pitch: number, after: number): void {
  const [voice, volume, begin] = [context.createOscillator(), context.createGain(), context.currentTime + after];
  voice.frequency.value = pitch;
  volume.gain.setValueAtTime(0, begin);
  volume.gain.linearRampToValueAtTime(0.08, begin + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.0001, begin + 0.5);
  voice.connect(volume).connect(context.destination);
  voice.start(begin);
  voice.stop(begin + 0.55);
}
