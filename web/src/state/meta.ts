/** What is served, for every view. */

import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Meta } from "../api/types";

export const MetaContext = createContext<Meta | null>(null);

export function useMeta(): Meta {
  const meta = useContext(MetaContext);
  if (!meta) throw new Error("no meta");
  return meta;
}
