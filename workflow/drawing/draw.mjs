// Reads {"name": "DOT text", …} and writes {"name": "SVG text", …}.
import { Graphviz } from "@hpcc-js/wasm-graphviz";

let given = "";
for await (const part of process.stdin.setEncoding("utf8")) given += part;

const graphviz = await Graphviz.load();
const drawn = Object.entries(JSON.parse(given)).map(([name, text]) => [name, graphviz.dot(text)]);
process.stdout.write(JSON.stringify(Object.fromEntries(drawn)));
