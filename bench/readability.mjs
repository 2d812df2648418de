// SPDX-License-Identifier: Apache-2.0
// How fast Mozilla's Readability reads pages on jsdom, as Firefox's reader view does: the peer of bench-html.
//
//     npm install @mozilla/readability jsdom && node bench/readability.mjs [ROUNDS] < docs.jsonl
//
// docs.jsonl as bench-html takes it ("html" only). Run it where node_modules is. CPU time of the process, the
// best of the rounds; the pages are in memory. No scripts run and nothing is fetched.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const require = createRequire(process.cwd() + "/");
const { Readability } = require("@mozilla/readability");
const { JSDOM, VirtualConsole } = require("jsdom");
const rounds = Number(process.argv[2] ?? 3);
const pages = readFileSync(0, "utf8").split("\n").filter(Boolean).map(line => JSON.parse(line))
	.map(page => page.html ?? Buffer.from(page.html_base64, "base64").toString("utf8"));
const megabytes = pages.reduce((sum, page) => sum + Buffer.byteLength(page), 0) / 1e6;

const parse = page => new JSDOM(page, { url: "https://page.example/", virtualConsole: new VirtualConsole() });

function read(page) {
	const dom = parse(page);
	new Readability(dom.window.document).parse();
	return dom;
}

function measure(name, work) {
	let best = Infinity, failed = 0;
	for (let round = 0; round < rounds; round++) {
		const start = process.cpuUsage();
		failed = 0;
		for (const page of pages) {
			try {
				work(page).window.close();
			} catch {
				failed++; // jsdom gives up on some style sheets
			}
		}
		const used = process.cpuUsage(start);
		best = Math.min(best, (used.user + used.system) / 1e6);
	}
	console.log(`${name.padEnd(34)} ${(pages.length / best).toFixed(0).padStart(7)} pages/s ` +
		`${(megabytes / best).toFixed(1).padStart(7)} MB/s${failed ? `, ${failed} failed` : ""}`);
}

measure("jsdom, bare", parse);
measure("readability.js on jsdom", read);
