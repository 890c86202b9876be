/** masscan's XML (`-oX`): nmap's root, a `host` element for every record (reference/report-formats.md, 3.18). */

import type { ReportEvent } from "../importer.ts";
import { epoch } from "../nmap/time.ts";
import type { XmlReportHandler } from "../read.ts";
import type { MasscanPlaces, MasscanRecord } from "./places.ts";

type Attributes = ReadonlyMap<string, string>;
type Open = { -readonly [Key in keyof MasscanRecord]: MasscanRecord[Key] };

export class MasscanXml implements XmlReportHandler {
  readonly #places: MasscanPlaces;
  #host: Attributes | null = null;
  #address = "";
  #port: Open | null = null;
  #hosts = 0;

  constructor(places: MasscanPlaces) {
    this.#places = places;
  }

  open(name: string, attributes: Attributes): void {
    if (name === "nmaprun") this.#run(attributes);
    else if (name === "host") {
      this.#host = attributes;
      this.#address = "";
      this.#hosts++;
    } else if (name === "address" && attributes.get("addrtype") !== "mac") this.#address = attributes.get("addr") ?? "";
    else if (name === "port") this.#begin(attributes);
    else if (name === "state" && this.#port !== null) this.#port.status = attributes.get("state") ?? null;
    else if (name === "service" && this.#port !== null) {
      this.#port.service = attributes.get("name") ?? "";
      this.#port.banner = attributes.get("banner") ?? "";
    } else if (name === "finished") this.#fact("finished", attributes.get("time"));
  }

  close(name: string): void {
    if (name === "host") this.#host = null;
    if (name !== "port" || this.#port === null) return;
    const port = this.#port;
    this.#port = null;
    if (port.address === "" || port.port === "") this.#places.drop(port.place, "the record lacks its address or port");
    else this.#places.add(port);
  }

  take(): readonly ReportEvent[] {
    return this.#places.take();
  }

  end(): void {
    this.#places.end();
  }

  #begin(attributes: Attributes): void {
    this.#port = {
      address: this.#address,
      port: attributes.get("portid") ?? "",
      protocol: attributes.get("protocol") ?? "tcp",
      status: null,
      service: null,
      banner: "",
      time: epoch(this.#host?.get("endtime")),
      place: `host ${this.#hosts}`,
    };
  }

  #run(attributes: Attributes): void {
    // The version that it writes is always 1.0-BETA, whichever it is.
    this.#places.fact({ kind: "fact", name: "tool", value: "masscan" });
    this.#fact("started", attributes.get("start"));
  }

  #fact(name: "started" | "finished", seconds: string | undefined): void {
    const { at } = epoch(seconds);
    if (at !== null) this.#places.fact({ kind: "fact", name, value: new Date(at).toISOString() });
  }
}
