// The vocabulary of a label set, for a model bundle.
//
//   node vocabulary.mjs coco80|imagenet1k OUTPUT.json
//
// Names come from WordNet 3.0 and the Chinese Open Wordnet (synsets.tsv). WordNet gives "machine" for a car and "soul"
// for a person, so a lemma stays only where the synset is that word's first sense (senses.tsv lists the others); the
// overlay then puts everyday names over the rest. One name means one thing in both label sets, unless it is allowed to
// be ambiguous below or one meaning is above the other: anything else fails here, not in front of a user.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [labelSet, target] = process.argv.slice(2);
const here = import.meta.dirname ?? new URL(".", import.meta.url).pathname;

/** Words that do mean two things among the labels: a question with one is asked back. */
const AMBIGUOUS = new Set(["crane", "maillot"]);

const NOTICE = "Names and hierarchy: WordNet 3.0, copyright 2006 by Princeton University; Chinese Open Wordnet, "
  + "copyright 2014 by Shan Wang and Francis Bond. See NOTICE.";

function table(file) {
  const rows = readFileSync(join(here, file), "utf8").split("\n").filter(line => line && !line.startsWith("#"));
  return rows.slice(1).map(row => row.split("\t"));
}

function fail(message) {
  console.error(message);
  process.exit(1);
}

const unique = items => [...new Set(items)];
const list = (cell, separator) => cell ? cell.split(separator) : [];

const classes = table("classes.tsv").map(([set, index, name, synset]) => ({ set, index: Number(index), name, synset }));
const labelNames = new Map();
for (const { synset, name } of classes) {
  labelNames.set(synset, unique([...(labelNames.get(synset) ?? []), name.toLowerCase()]));
}

const secondary = new Set(table("senses.tsv").map(([synset, lemma]) => `${synset} ${lemma}`));
/** synset -> {en, zh, parents, curated: {en, zh}, finer: below all labels} */
const concepts = new Map();
for (const [synset, en, zh, parents] of table("synsets.tsv")) {
  concepts.set(synset, {
    en: unique([
      ...(labelNames.get(synset) ?? []),
      ...list(en, "|").filter(lemma => !secondary.has(`${synset} ${lemma}`)).map(lemma => lemma.toLowerCase()),
    ]),
    // Explanations ("a kind of bird") are no names.
    zh: list(zh, "|").filter(name => !/的|一种/.test(name)),
    parents: list(parents, "|"),
    curated: {},
  });
}
for (const [synset, en, zh, parents] of table("overlay.tsv")) {
  if (!concepts.has(synset)) {
    if (!parents.startsWith("=")) {
      fail(`overlay.tsv: unknown synset ${synset} without parents`);
    }
    concepts.set(synset, { en: [], zh: [], parents: [], curated: {}, finer: true });
  }
  const concept = concepts.get(synset);
  for (const [language, cell] of [["en", en], ["zh", zh]]) {
    if (cell) {
      const names = cell.replace(/^[-+]/, "").split(",").filter(Boolean);
      concept[language] = unique([...(cell[0] === "+" ? concept[language] : []), ...names]);
      concept.curated[language] = true;
    }
  }
  for (const change of list(parents, ",")) {
    const parent = change.slice(1);
    if (change[0] === "-") {
      concept.parents = concept.parents.filter(other => other !== parent);
    } else {
      concept.parents = change[0] === "=" ? [parent] : unique([...concept.parents, parent]);
    }
  }
}

const above = new Map();
function ancestors(synset) {
  if (!above.has(synset)) {
    const parents = concepts.get(synset)?.parents ?? fail(`synset ${synset} is not known`);
    above.set(synset, new Set(parents.flatMap(parent => [parent, ...ancestors(parent)])));
  }
  return above.get(synset);
}
for (const synset of concepts.keys()) {
  ancestors(synset);
}

// One name, one meaning: a curated name takes it from an uncurated one, a label from a mere ancestor.
const clashes = [];
for (const language of ["en", "zh"]) {
  const owners = new Map();
  for (const [synset, concept] of concepts) {
    for (const name of concept[language]) {
      owners.set(name, [...(owners.get(name) ?? []), synset]);
    }
  }
  for (const [name, synsets] of owners) {
    const apart = (a, b) => a !== b && !ancestors(a).has(b) && !ancestors(b).has(a);
    const rank = synset => (labelNames.get(synset)?.includes(name) ? 4 : 0)
      + (concepts.get(synset).curated[language] ? 2 : 0) + (labelNames.has(synset) ? 1 : 0);
    const best = Math.max(...synsets.map(rank));
    const keep = synsets.filter(synset => rank(synset) === best);
    const clash = keep.some(a => keep.some(b => apart(a, b)));
    if (clash && !AMBIGUOUS.has(name)) {
      if (best >= 2 || language === "en") {
        clashes.push(`"${name}" names ${keep.map(synset => `${synset} (${concepts.get(synset).en[0]})`).join(" and ")}`);
      }
      // Uncurated Chinese lemmas of several meanings help nobody.
      keep.length = 0;
    }
    for (const synset of synsets) {
      // A name that label and ancestor share stays with the label only if it was put there by hand.
      const kept = keep.includes(synset) || AMBIGUOUS.has(name)
        || (!clash && keep.every(other => !apart(synset, other)) && rank(synset) >= 2);
      if (!kept) {
        const concept = concepts.get(synset);
        concept[language] = concept[language].filter(other => other !== name);
      }
    }
  }
}

if (clashes.length > 0) {
  fail(clashes.join("\n"));
}

const labels = classes.filter(({ set }) => set === labelSet).sort((a, b) => a.index - b.index);
if (labels.length === 0 || !target) {
  console.error("usage: node vocabulary.mjs coco80|imagenet1k OUTPUT.json");
  process.exit(2);
}
labels.forEach(({ index }, i) => index === i || fail(`${labelSet}: label ${i} is missing`));

const included = new Set(labels.flatMap(({ synset }) => [synset, ...ancestors(synset)]));
for (const [synset, { parents, finer }] of concepts) {
  // Known, so that a question for one gets "unsure" and not "never heard of it".
  if (finer && parents.every(parent => included.has(parent))) {
    included.add(synset);
  }
}

const covers = table("covers.tsv").filter(([set]) => set === labelSet).map(([, synset]) => synset);
covers.forEach(synset => included.has(synset) || fail(`covers.tsv: ${synset} is not above any label of ${labelSet}`));

const lines = items => `[\n${items.map(item => `    ${item}`).join(",\n")}\n  ]`;
const json = `{
  "format": "vireo-vocabulary/1",
  "id": ${JSON.stringify(labelSet)},
  "notice": ${JSON.stringify(NOTICE)},
  "labels": ${lines(labels.map(({ name, synset }) => JSON.stringify({
    name,
    synset,
    synonyms: concepts.get(synset).en.filter(other => other !== name.toLowerCase()),
    zh: concepts.get(synset).zh,
  })))},
  "concepts": {
${[...included].sort().map(synset => {
    const { en, zh, parents } = concepts.get(synset);
    return `    ${JSON.stringify(synset)}: ${JSON.stringify({ en, zh, parents })}`;
  }).join(",\n")}
  },
  "covers": ${JSON.stringify(covers)}
}
`;
writeFileSync(target, json);
