// Holds GramJS's types against vectors of tl-proof.
//
//     vectors LAYER | node check.mjs LAYER REQUESTS
//
// Every value must be read with the same fields and written as the same bytes; every request likewise. The
// requests, as the library wrote them, go to the file REQUESTS as lines of hex, for `vectors --read`.

import { writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { createRequire } from "node:module";

// GRAMJS_DIR is the folder (clients/ itself will do) in which the package `telegram` is installed.
const require = createRequire(`${process.env.GRAMJS_DIR ?? process.cwd()}/index.js`);
const { BinaryReader } = require("telegram/extensions");
const { LAYER } = require("telegram/tl/AllTLObjects");

const camel = (name) => name.replace(/_([a-z0-9])/gi, (_, letter) => letter.toUpperCase());

function fail(place, ours, theirs) {
    throw new Error(`${place}: ${JSON.stringify(ours)}, ${String(theirs)} there`);
}

// Flags of type `true` that came later do not change a constructor's id: older libraries pass over them.
let unknownFlags = 0;

function same(ours, theirs, place) {
    if (Array.isArray(ours)) {
        if (ours.length !== theirs?.length) fail(place, ours, theirs);
        ours.forEach((one, index) => same(one, theirs[index], `${place}[${index}]`));
    } else if (ours !== null && typeof ours === "object" && "_" in ours) {
        for (const [name, value] of Object.entries(ours)) {
            if (value === true && theirs[camel(name)] === undefined) unknownFlags += 1;
            else if (name !== "_") same(value, theirs[camel(name)], `${place}.${name}`);
        }
    } else if (ours !== null && typeof ours === "object" && "long" in ours) {
        if (String(theirs) !== ours.long) fail(place, ours, theirs);
    } else if (ours !== null && typeof ours === "object" && "double" in ours) {
        if (theirs !== ours.double) fail(place, ours, theirs);
    } else if (ours !== null && typeof ours === "object") {
        let bytes = theirs;
        if (typeof theirs === "string") bytes = Buffer.from(theirs);
        if (Buffer.isBuffer(bytes)) {
            if (bytes.toString("hex") !== ours.bytes) fail(place, ours, theirs);
        } else {
            // int128 and int256 are numbers there; the bytes are compared when it is written again.
        }
    } else if (ours !== theirs) {
        fail(place, ours, theirs);
    }
}

const [layer, requests] = [Number(process.argv[2]), process.argv[3]];
if (LAYER !== layer) throw new Error(`the library speaks ${LAYER}`);
const counts = { value: 0, request: 0 };
const problems = new Map();
const written = [];
for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
    const vector = JSON.parse(line);
    if (typeof vector.value !== "object") continue;
    try {
        unknownFlags = 0;
        const reader = new BinaryReader(Buffer.from(vector.hex, "hex"));
        const theirs = reader.tgReadObject();
        same(vector.value, theirs, vector.name);
        const again = theirs.getBytes().toString("hex");
        const equal = unknownFlags ? again.length === vector.hex.length : again === vector.hex;
        if (!equal) throw new Error(`${vector.name} is written otherwise`);
        if (vector.kind === "request") written.push(again);
        counts[vector.kind] += 1;
    } catch (error) {
        if (!problems.has(vector.name)) problems.set(vector.name, String(error.message).slice(0, 200));
    }
}
writeFileSync(requests, written.map((hex) => `${hex}\n`).join(""));
console.log(`layer ${layer}: ${counts.value} values and ${counts.request} requests agree, ${problems.size} names do not`);
for (const [name, problem] of [...problems].sort()) console.log(`  ${name}: ${problem}`);
process.exit(problems.size || !counts.value || !counts.request ? 1 : 0);
