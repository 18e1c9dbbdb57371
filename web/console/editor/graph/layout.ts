// Where each step of a flow stands on the map: below what leads to it, as few lines crossing as can be.
import { graphlib, layout } from "@dagrejs/dagre";
import { stepsOf } from "../places";
import type { Content } from "../shapes";
import { waysOf } from "./ways";

/** Pixels. */
export const WIDTH = 212, HEIGHT = 78;
export interface Spot { place: string; key: string; x: number; y: number }
export interface Point { x: number; y: number }
/** A way, through the points it takes; what is said of it stands at `at`. */
export interface Line { id: string; from: string; to: string; said: string; points: Point[]; at: Point }
export interface Drawn { spots: Spot[]; lines: Line[] }

const LONGEST = 30, LETTER = 6.4, LINE = 20;
const short = (said: string): string => (said.length > LONGEST ? `${said.slice(0, LONGEST - 1)}…` : said);

/** `below`: so many pixels are kept free under each step. */
export function drawn(content: Content, flow: string, below = 0): Drawn {
  const steps = stepsOf(content.flows[flow]);
  const keys = new Set(steps.map(([key]) => key));
  const graph = new graphlib.Graph({ multigraph: false });
  graph.setGraph({ rankdir: "TB", nodesep: 26, ranksep: 58 + below });
  graph.setDefaultEdgeLabel(() => ({}));
  const said = new Map<string, { from: string; to: string; words: string }>();
  for (const [key] of steps) graph.setNode(key, { width: WIDTH, height: HEIGHT });
  for (const [key, step] of steps)
    for (const way of waysOf(content, `${flow}.${key}`, step)) {
      if (!keys.has(way.to)) continue;
      const id = `${key}>${way.to}`;
      said.set(id, { from: key, to: way.to, words: [said.get(id)?.words, way.said].filter(Boolean).join(" / ") });
    }
  for (const { from, to, words } of said.values())
    graph.setEdge(from, to, words ? { width: short(words).length * LETTER + 14, height: LINE, labelpos: "c" } : {});
  layout(graph);
  return {
    spots: steps.map(([key]) => {
      const { x, y } = graph.node(key) as Point;
      return { place: `${flow}.${key}`, key, x: x - WIDTH / 2, y: y - HEIGHT / 2 };
    }),
    lines: [...said].map(([id, { from, to, words }]) => {
      const { points, x = 0, y = 0 } = graph.edge(from, to) as { points: Point[]; x?: number; y?: number };
      return { id, from: `${flow}.${from}`, to: `${flow}.${to}`, said: short(words), points, at: { x, y } };
    }),
  };
}

/** A line through points, round at its bends. */
export function curve([first, ...rest]: Point[]): string {
  if (!first || !rest.length) return "";
  const bends = rest.slice(0, -1).map((point, index) => {
    const next = rest[index + 1] as Point, last = index === rest.length - 2;
    return `Q${point.x},${point.y} ${last ? next.x : (point.x + next.x) / 2},${last ? next.y : (point.y + next.y) / 2}`;
  });
  const end = rest.at(-1) as Point;
  return `M${first.x},${first.y}${bends.join("") || `L${end.x},${end.y}`}`;
}

/** The step an arrow key leads to: down to the first it leads to, up to the first that leads to it, those that lie that
 * way before others; sideways to the one beside it. */
export function neighbour({ spots, lines }: Drawn, place: string, key: string): string | undefined {
  const here = spots.find((spot) => spot.place === place);
  const height = (name: string): number => spots.find((spot) => spot.place === name)?.y ?? 0;
  const nearer = (names: string[], below: boolean): string | undefined =>
    names.find((name) => height(name) > (here?.y ?? 0) === below) ?? names[0];
  if (key === "ArrowDown") return nearer(lines.filter((line) => line.from === place && line.to !== place).map((line) => line.to), true);
  if (key === "ArrowUp") return nearer(lines.filter((line) => line.to === place && line.from !== place).map((line) => line.from), false);
  const beside = spots.filter((spot) => here && spot.y === here.y).toSorted((one, other) => one.x - other.x);
  const at = beside.findIndex((spot) => spot.place === place);
  return beside[at + (key === "ArrowRight" ? 1 : -1)]?.place;
}
