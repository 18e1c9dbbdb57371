// What the server says of the conversation as a whole: its own shapes by name.
import type { components } from "../openapi";

type Server = components["schemas"];
export type Overview = Server["Overview"];
export type DraftRow = Server["DraftRow"];
export type PublishedRow = Server["PublishedRow"];
