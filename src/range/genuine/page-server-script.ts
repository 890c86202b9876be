/**
 * The program that every genuine Node of the range runs, from 0.10 to today's: many small HTTPS servers in one process.
 * It is text, not a module: plain ES5 that Node 0.10 understands, handed over with `-e`.
 *
 * Talk with it is one JSON object a line. In, first line: an array of PageServerOrder. In, later: `visit`. Out: PageServerReport.
 * It ends when its standard input closes, so it cannot outlive us, however we die.
 * It adds no listener that would change how the library treats a bad client; it only refuses to die of an uncaught
 * exception (Node 0.10 throws when a client resets the connection in the handshake).
 */

/** One server to open. `options` goes to `https.createServer` untouched, `visitor` to `https.get`. */
export interface PageServerOrder {
  readonly id: string;
  readonly address: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly visitor: Readonly<Record<string, unknown>>;
}

/** What the program says. `visited` follows every `visit`, once per server: `error` is null when its page was served. */
export type PageServerReport =
  | { readonly event: "listening"; readonly id: string; readonly port: number }
  | { readonly event: "refused"; readonly id: string; readonly error: string }
  | { readonly event: "visited"; readonly id: string; readonly error: string | null }
  | { readonly event: "survived"; readonly error: string };

export const PAGE_SERVER_SCRIPT = String.raw`
/* crosscheck range: page servers */
var https = require("https");
var doors = [];

function say(report) { process.stdout.write(JSON.stringify(report) + "\n"); }

process.on("uncaughtException", function (error) { say({ event: "survived", error: String(error && error.message) }); });

function page(request, response) {
  response.writeHead(200, { "Content-Type": "text/plain", "Connection": "close" });
  response.end("crosscheck range\n");
}

function open(order) {
  function refuse(error) { say({ event: "refused", id: order.id, error: error.message }); }
  var server;
  try { server = https.createServer(order.options, page); } catch (error) { refuse(error); return; }
  server.on("error", refuse);
  server.listen(0, order.address, function () {
    var port = server.address().port;
    doors.push({ order: order, port: port });
    say({ event: "listening", id: order.id, port: port });
  });
}

function visit(door) {
  var over = false;
  function report(error) {
    if (over) return;
    over = true;
    clearTimeout(patience);
    say({ event: "visited", id: door.order.id, error: error });
  }
  var options = { host: door.order.address, port: door.port, path: "/", agent: false, rejectUnauthorized: false };
  Object.keys(door.order.visitor).forEach(function (name) { options[name] = door.order.visitor[name]; });
  var request = https.get(options, function (response) {
    response.on("data", function () {});
    response.on("end", function () { report(response.statusCode === 200 ? null : "status " + response.statusCode); });
  });
  request.on("error", function (error) { report(error.message); });
  var patience = setTimeout(function () { report("no page within 20 seconds"); request.abort(); }, 20000);
}

var typed = "", started = false;
process.stdin.setEncoding("utf8");
process.stdin.on("data", function (text) {
  var lines = (typed + text).split("\n");
  typed = lines.pop();
  lines.forEach(function (line) {
    if (started) { doors.forEach(visit); return; }
    started = true;
    JSON.parse(line).forEach(open);
  });
});
process.stdin.on("end", function () { process.exit(0); });
process.stdin.resume();
`;
