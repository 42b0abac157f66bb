"use strict";
// The page of one graph. Everything shown comes from the JSON in #data and reaches the page as text, never as markup.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const $ = (id) => document.getElementById(id);
  const { nodes, edges, documents, marks, texts, types } = data;
  const claims = data.claims.map((claim) => ({ holder: "", quantity: "", ...claim })); // what is empty was left out
  const passages = data.passages.map((passage) => ({ ...passage, before: texts[passage.before], text: texts[passage.text], after: texts[passage.after] }));
  for (const { thing } of nodes) Object.assign(thing, { aliases: [], same: [], ...thing });
  const SELF = "the document itself";
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const state = { off: new Set(), find: "", claim: -1, thing: null, bundle: -1, hover: -1 };

  // Small helpers.
  const make = (tag, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };
  const drawn = (tag, attributes, ...children) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const thingOf = (id) => nodes[id].thing; // things are numbered in the order of their nodes
  const nameOf = (id) => thingOf(id).name;
  const labelled = (group, id) => group.find((item) => item.id === id).label;
  let silence = 0;
  const say = (text) => {
    $("toast").textContent = text;
    clearTimeout(silence);
    silence = setTimeout(() => { $("toast").textContent = ""; }, 2500);
  };
  const copy = async (text, what) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch { // not allowed inside a notebook or by an old browser
      const area = make("textarea", { value: text });
      (document.querySelector("dialog[open]") || document.body).append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    say(`${what} copied`);
  };

  // Which claims pass the filters.
  const kinds = [
    { key: "stance", title: "Stance", of: (claim) => [claim.stance] },
    { key: "manner", title: "How it is said", of: (claim) => [claim.manner] },
    { key: "holder", title: "According to", of: (claim) => [claim.holder || SELF] },
    { key: "type", title: "Things", of: (claim) => [claim.subject, claim.object].map((id) => types[thingOf(id).type].name) },
  ];
  const searched = claims.map((claim) => {
    const ends = [claim.subject, claim.object].map(thingOf);
    const passage = passages[claim.passage];
    return fold([...ends.flatMap((end) => [end.name, ...end.aliases]), claim.words, claim.holder, claim.quantity, passage.text.slice(claim.from, claim.to)].join("\n"));
  });
  const passes = (claim, number) =>
    kinds.every((kind) => kind.of(claim).every((value) => !state.off.has(`${kind.key}:${value}`))) &&
    (!state.find || searched[number].includes(fold(state.find)));
  let shown = claims.map((_, number) => number);

  // The drawing.
  const colours = {};
  const readColours = () => {
    const style = getComputedStyle(document.documentElement);
    for (const name of ["paper", "ink", "soft", "supportive", "adversarial", "neutral"]) colours[name] = style.getPropertyValue(`--${name}`).trim();
  };
  readColours();
  const paths = new Map(nodes.map((node) => [node.id, new Path2D(node.thing.path)]));
  const dashes = new Map(data.manners.map((manner) => [manner.id, manner.dashes.length ? manner.dashes : false]));
  const chosenThings = () => {
    if (state.thing !== null) return [state.thing];
    if (state.bundle >= 0) return [edges[state.bundle].from, edges[state.bundle].to];
    return state.claim >= 0 ? [claims[state.claim].subject, claims[state.claim].object] : [];
  };
  const isChosen = (edge) => edge.id === state.bundle || edge.arrow.claims.includes(state.claim);

  const drawThing = ({ ctx, id, x, y }) => ({
    nodeDimensions: { width: thingOf(id).box[0], height: thingOf(id).box[1] },
    drawNode() {
      const { thing, label } = nodes[id];
      const type = types[thing.type], chosen = chosenThings().includes(id);
      ctx.translate(x, y);
      ctx.fillStyle = type.fill;
      ctx.fill(paths.get(id));
      ctx.lineWidth = chosen ? 3.5 : 1.2;
      ctx.strokeStyle = colours.paper === "#ffffff" || chosen ? colours.ink : "#60646f";
      ctx.setLineDash(type.border ? [] : [4, 3]);
      ctx.stroke(paths.get(id));
      ctx.setLineDash([]);
      ctx.fillStyle = "#1c1b22"; // the fills are light in both colour schemes
      ctx.textAlign = "center";
      ctx.textBaseline = "middle";
      ctx.font = `${chosen || thing.size > 14 ? "bold " : ""}${thing.size}px ${marks.font}`;
      const lines = label.split("\n");
      lines.forEach((line, n) => ctx.fillText(line, 0, (n - (lines.length - 1) / 2) * thing.size * 1.22 + 0.5));
      if (type.letter) drawBadge(ctx, thing, type.letter);
    },
  });
  const drawBadge = (ctx, thing, letter) => {
    const [x, y] = thing.badge;
    ctx.beginPath();
    ctx.arc(x, y, marks.badge, 0, 2 * Math.PI);
    ctx.fillStyle = "#ffffff";
    ctx.fill();
    ctx.lineWidth = 1;
    ctx.strokeStyle = "#4a4d57";
    ctx.stroke();
    ctx.fillStyle = "#1c1b22";
    ctx.font = `bold 9.5px ${marks.font}`;
    ctx.fillText(letter, x, y + 0.5);
  };

  // The same curve as vis-network's curvedCW and curvedCCW, so that the words sit on the line they belong to.
  const wordsAt = (edge, positions) => {
    const from = positions[edge.from], to = positions[edge.to], { bend, place, box } = edge.arrow;
    if (edge.from === edge.to) return { x: from.x, y: from.y - thingOf(edge.from).box[1] / 2 - 2 * marks.loop - box[1] / 2 };
    const reach = 0.5 + Math.abs(bend) / 2, turn = (bend * Math.PI) / 2;
    const along = reach * Math.cos(turn), aside = reach * Math.sin(turn);
    const dx = to.x - from.x, dy = to.y - from.y, middle = 2 * place * (1 - place);
    const a = place * place + middle * along, b = middle * aside;
    return { x: from.x + a * dx + b * dy, y: from.y + a * dy - b * dx };
  };
  let spots = []; // where words stand, for clicks
  const drawWords = (ctx) => {
    const positions = network.getPositions(), small = network.getScale() < 0.42 && edges.length > 90;
    spots = [];
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.lineJoin = "round";
    for (const edge of edges) {
      const chosen = isChosen(edge);
      if (visibleEdges.get(edge.id).hidden || !positions[edge.from] || !positions[edge.to] || (small && !chosen)) continue;
      const { x, y } = wordsAt(edge, positions), { lines, box } = edge.arrow;
      spots.push({ edge: edge.id, x, y, box });
      ctx.font = `${chosen || edge.arrow.claims.length > 1 ? "bold " : ""}11.5px ${marks.font}`;
      lines.forEach((line, n) => {
        const down = y + (n - (lines.length - 1) / 2) * 14;
        ctx.lineWidth = 4.5;
        ctx.strokeStyle = colours.paper;
        ctx.strokeText(line, x, down);
        ctx.fillStyle = colours.ink;
        ctx.fillText(line, x, down);
      });
    }
  };

  const visibleNodes = new vis.DataSet(nodes.map((node) => ({ ...node, ctxRenderer: drawThing, chosen: false })));
  const edgeLook = (edge) => ({
    id: edge.id,
    color: { color: colours[edge.arrow.stance], highlight: colours[edge.arrow.stance], hover: colours[edge.arrow.stance] },
    dashes: dashes.get(edge.arrow.manner),
    width: edge.width + (isChosen(edge) ? 2.2 : 0),
  });
  const selfReference = { size: marks.loop, angle: Math.PI / 2, renderBehindTheNode: true };
  const visibleEdges = new vis.DataSet(edges.map((edge) => ({
    ...edge, ...edgeLook(edge), hidden: false, ...(edge.from === edge.to ? { selfReference } : {}),
  })));
  const network = new vis.Network($("graph"), { nodes: visibleNodes, edges: visibleEdges }, {
    physics: false,
    layout: { improvedLayout: false },
    edges: { arrows: { to: { enabled: true, scaleFactor: 0.62 } }, arrowStrikethrough: false, selectionWidth: 0, hoverWidth: 0, chosen: false },
    interaction: { hover: true, selectConnectedEdges: false, hoverConnectedEdges: false, keyboard: false, multiselect: false },
  });
  for (const node of nodes) { // vis takes every custom shape for a box; an arrow has to meet the ellipse
    const shape = network.body && network.body.nodes[node.id] && network.body.nodes[node.id].shape;
    if (!shape || !types[node.thing.type].round) continue;
    const [a, b] = [node.thing.box[0] / 2, node.thing.box[1] / 2];
    shape.distanceToBorder = (_, angle) => (a * b) / Math.hypot(b * Math.cos(angle), a * Math.sin(angle)) + 1;
  }
  network.on("afterDrawing", drawWords);
  const largest = 1.4; // of the drawing, where there is room to spare
  const fit = (animate = true) => { // vis-network does not know how large our things are before it has drawn them
    const positions = network.getPositions(), rectangles = nodes.filter((node) => positions[node.id]).map((node) => [positions[node.id], node.thing.box]);
    for (const edge of edges) if (positions[edge.from] && positions[edge.to]) rectangles.push([wordsAt(edge, positions), edge.arrow.box]);
    if (!rectangles.length) return;
    const [left, right] = [-1, 1].map((side) => rectangles.map(([at, box]) => at.x + (side * box[0]) / 2));
    const [top, bottom] = [-1, 1].map((side) => rectangles.map(([at, box]) => at.y + (side * box[1]) / 2));
    const [x, y, xEnd, yEnd] = [Math.min(...left), Math.min(...top), Math.max(...right), Math.max(...bottom)];
    const frame = $("graph").getBoundingClientRect(), margin = Math.min(32, frame.width / 24);
    const foot = innerWidth > 900 ? 40 : 0; // the line that explains the strokes
    const scale = Math.min((frame.width - 2 * margin) / (xEnd - x), (frame.height - 2 * margin - foot) / (yEnd - y), largest);
    const position = { x: (x + xEnd) / 2, y: (y + yEnd) / 2 + foot / 2 / scale };
    network.moveTo({ position, scale, animation: !animate || calm.matches ? false : { duration: 250 } });
  };

  const restyle = () => {
    const open = new Set(shown);
    const seen = new Set(shown.flatMap((number) => [claims[number].subject, claims[number].object]));
    visibleEdges.update(edges.map((edge) => ({ ...edgeLook(edge), hidden: !edge.arrow.claims.some((number) => open.has(number)) })));
    visibleNodes.update(nodes.map((node) => ({ id: node.id, hidden: !seen.has(node.id) })));
    network.redraw();
  };
  const bringIntoView = (points) => {
    const frame = $("graph").getBoundingClientRect();
    const inside = points.map((point) => network.canvasToDOM(point)).every((at) => at.x > 40 && at.y > 40 && at.x < frame.width - 40 && at.y < frame.height - 40);
    if (inside) return;
    const middle = { x: points.reduce((sum, p) => sum + p.x, 0) / points.length, y: points.reduce((sum, p) => sum + p.y, 0) / points.length };
    network.moveTo({ position: middle, animation: calm.matches ? false : { duration: 250 } });
  };

  // The legend, which is the filter.
  const swatch = (key, item) => {
    if (key === "type") {
      const svg = drawn("svg", { width: 28, height: 20, viewBox: "-14 -10 28 20", "aria-hidden": "true" });
      const text = drawn("text", { "text-anchor": "middle", y: 4, "font-size": 11, "font-weight": 700, fill: "#1c1b22" }, item.letter);
      svg.append(drawn("path", { d: item.path, fill: item.fill, stroke: "#4a4d57", "stroke-dasharray": item.border ? "none" : "3 2" }), text);
      return svg;
    }
    const stroke = key === "stance" ? `var(--${item.id})` : "var(--ink)";
    const line = drawn("line", { x1: 0, x2: 22, y1: 6, y2: 6, "stroke-width": 2.2, "stroke-dasharray": (item.dashes || []).join(" ") || "none" });
    const head = drawn("path", { d: "M20,1.5L29,6L20,10.5Z" });
    line.style.stroke = stroke;
    head.style.fill = stroke;
    return drawn("svg", { width: 30, height: 12, "aria-hidden": "true" }, line, head);
  };
  const boxes = [];
  const addGroup = (kind, items) => {
    const group = make("fieldset", {}, make("legend", { textContent: kind.title }));
    for (const item of items) {
      const box = make("input", { type: "checkbox", checked: true });
      const name = `${kind.key}:${item.id}`;
      boxes.push({ name, box });
      box.addEventListener("change", () => { state.off[box.checked ? "delete" : "add"](name); refresh(); });
      const label = make("label", { className: "row" }, box);
      if (kind.key !== "holder") label.append(swatch(kind.key, item));
      label.append(make("span", { className: "name", textContent: item.label }), make("span", { className: "count", textContent: item.count }));
      group.append(label);
    }
    $("legend").append(group);
  };
  const count = (values) => {
    const found = new Map();
    for (const value of values) found.set(value, (found.get(value) || 0) + 1);
    return found;
  };
  const buildLegend = () => {
    const inClaims = (key) => count(claims.flatMap((claim) => kinds.find((kind) => kind.key === key).of(claim)));
    const stances = inClaims("stance"), manners = inClaims("manner"), holders = inClaims("holder");
    const things = count(nodes.map((node) => types[node.thing.type].name));
    const counted = (items, counts) => items.map((item) => ({ ...item, count: counts.get(item.id) || 0 })).filter((item) => item.count);
    const speakers = [...holders].map(([label, number]) => ({ id: label, label, count: number }));
    speakers.sort((a, b) => (b.label === SELF) - (a.label === SELF) || b.count - a.count || (a.label < b.label ? -1 : 1));
    addGroup(kinds[0], counted(data.stances, stances));
    addGroup(kinds[1], counted(data.manners, manners));
    addGroup(kinds[2], speakers);
    addGroup(kinds[3], counted(types.map((type) => ({ ...type, id: type.name })), things));
  };

  // The panel.
  const tags = (claim) => {
    const words = [labelled(data.manners, claim.manner), labelled(data.stances, claim.stance)];
    if (claim.modality !== "asserted") words.push(claim.modality);
    if (claim.time) words.push(claim.time);
    if (claim.quantity) words.push(claim.quantity);
    if (claim.holder) words.push(`says: ${claim.holder}`);
    return make("span", { className: "tags" }, ...words.map((word) => make("span", { className: "tag", textContent: word })));
  };
  const inWords = (claim) => [
    make("strong", { textContent: nameOf(claim.subject) }), " ",
    make("span", { className: claim.stance, textContent: claim.words }), " ",
    make("strong", { textContent: nameOf(claim.object) }),
  ];
  const button = (number) => {
    const claim = claims[number];
    const element = make("button", { type: "button", className: "claim" }, ...inWords(claim), tags(claim));
    element.dataset.claim = claim.id;
    element.addEventListener("click", () => choose({ claim: number }));
    return element;
  };
  const items = claims.map((_, number) => make("li", {}, button(number)));
  $("claims").append(...items);

  const action = (label, run, disabled = false) => {
    const element = make("button", { type: "button", textContent: label, disabled });
    element.addEventListener("click", run);
    return element;
  };
  const heading = (text) => make("h2", { textContent: text, tabIndex: -1 });
  const back = () => action("← All claims", () => choose({}));
  const group = (title, numbers) => (numbers.length ? [make("h2", { textContent: title }), ...numbers.map(button)] : []);

  const place = (claim) => {
    const passage = passages[claim.passage], source = documents[passage.document];
    const where = [source.title || source.source];
    if (source.publisher) where.push(source.publisher);
    if (source.published) where.push(source.published);
    if (source.title && source.source !== source.title) where.push(source.source);
    if (passage.of) where.push(`sentence ${passage.number} of ${passage.of}`);
    where.push(`characters ${claim.start}–${claim.end}`);
    return where.join(" · ");
  };
  const quotation = (claim) => {
    const passage = passages[claim.passage];
    return make("blockquote", {}, passage.before ? `${passage.before} ` : "",
      make("span", { className: "sentence" }, passage.text.slice(0, claim.from),
        make("mark", { textContent: passage.text.slice(claim.from, claim.to) }), passage.text.slice(claim.to)),
      passage.after ? ` ${passage.after}` : "");
  };
  const turtle = (claim) => {
    const facts = ([subject, ...terms]) => `${texts[subject]} ${terms.map((term, n) => texts[term] + (n % 2 ? (n < terms.length - 1 ? " ;\n    " : " .\n") : " ")).join("")}`;
    return `${data.prefixes}\n${claim.turtle.map(facts).join("")}`;
  };
  const showClaim = (number) => {
    const claim = claims[number];
    const card = make("div", { className: "claim chosen" }, ...inWords(claim), tags(claim));
    const others = shown.filter((other) => other !== number && claims[other].passage === claim.passage);
    const at = shown.indexOf(number);
    return [
      heading("Why is this claim here?"), card, quotation(claim),
      make("p", { className: "source", textContent: place(claim) }),
      make("div", { className: "actions" },
        action("← Previous", () => step(-1), at === 0), action("Next →", () => step(1), at === shown.length - 1),
        action("Copy as Turtle", () => copy(turtle(claim), "Turtle")), back()),
      ...(texts[claim.definition] ? [make("p", { className: "source", textContent: `The relation: ${texts[claim.definition]}` })] : []),
      ...group("From the same sentence", others),
    ];
  };
  const showThing = (id) => {
    const thing = thingOf(id);
    const numbers = shown.filter((number) => claims[number].subject === id || claims[number].object === id);
    const about = make("p", { className: "about" }, make("strong", { textContent: thing.name }), ` · ${types[thing.type].label}`);
    const parts = [heading("What is claimed of it"), about];
    if (thing.aliases.length) parts.push(make("p", { className: "source", textContent: `Also: ${thing.aliases.join(", ")}` }));
    for (const iri of thing.same) {
      const safe = /^https?:\/\//i.test(iri);
      parts.push(make("p", { className: "source" }, "The same as ", safe ? make("a", { href: iri, textContent: iri, rel: "noreferrer noopener", target: "_blank" }) : iri));
    }
    return [...parts, make("div", { className: "actions" }, back()), ...group(`${numbers.length} claim${numbers.length === 1 ? "" : "s"}`, numbers)];
  };
  const showBundle = (edge) => {
    const { from, to, arrow } = edges[edge];
    const numbers = arrow.claims.filter((number) => shown.includes(number));
    return [heading(`From ${nameOf(from)} to ${nameOf(to)}`), make("div", { className: "actions" }, back()), ...group(`${numbers.length} claims`, numbers)];
  };
  const showPanel = () => {
    const parts = state.claim >= 0 ? showClaim(state.claim) : state.thing !== null ? showThing(state.thing) : state.bundle >= 0 ? showBundle(state.bundle) : [];
    $("detail").replaceChildren(...parts);
    $("detail").hidden = !parts.length;
    $("list").hidden = parts.length > 0;
    $("panel").scrollTop = 0;
  };

  // What is chosen.
  const choose = ({ claim = -1, thing = null, bundle = -1 }, { focus = true } = {}) => {
    const before = state.claim;
    Object.assign(state, { claim, thing, bundle });
    showPanel();
    restyle();
    const ends = chosenThings();
    if (ends.length) {
      const positions = network.getPositions(ends);
      bringIntoView(ends.map((id) => positions[id]));
    }
    if (focus) {
      const target = ends.length ? $("detail").querySelector("h2") : before >= 0 ? items[before].firstChild : $("list-title");
      target.focus({ preventScroll: innerWidth > 900 && ends.length > 0 });
    }
    remember();
  };
  const step = (by) => {
    if (!shown.length) return;
    const at = shown.indexOf(state.claim);
    const next = at < 0 ? (by > 0 ? 0 : shown.length - 1) : Math.min(Math.max(at + by, 0), shown.length - 1);
    choose({ claim: shown[next] });
  };
  const refresh = () => {
    shown = claims.map((_, number) => number).filter((number) => passes(claims[number], number));
    const open = new Set(shown);
    items.forEach((item, number) => { item.hidden = !open.has(number); });
    $("none").hidden = shown.length > 0;
    $("list-title").textContent = shown.length === claims.length ? "All claims" : `${shown.length} of ${claims.length} claims`;
    if (state.claim >= 0 && !open.has(state.claim)) state.claim = -1;
    if (state.thing !== null && !shown.some((n) => claims[n].subject === state.thing || claims[n].object === state.thing)) state.thing = null;
    if (state.bundle >= 0 && !edges[state.bundle].arrow.claims.some((n) => open.has(n))) state.bundle = -1;
    showPanel();
    restyle();
    remember();
  };

  // The address.
  const address = () => {
    const parts = new URLSearchParams();
    if (state.claim >= 0) parts.set("claim", claims[state.claim].id);
    if (state.thing !== null) parts.set("thing", thingOf(state.thing).id);
    if (state.find) parts.set("find", state.find);
    for (const name of [...state.off].sort()) parts.append("off", name);
    return parts.toString();
  };
  const remember = () => {
    try {
      history.replaceState(null, "", `#${address()}`);
    } catch { /* inside a notebook's frame there is no address to write */ }
  };
  const recall = () => {
    const parts = new URLSearchParams(location.hash.slice(1));
    state.off = new Set(parts.getAll("off").filter((name) => boxes.some((entry) => entry.name === name)));
    for (const { name, box } of boxes) box.checked = !state.off.has(name);
    state.find = parts.get("find") || "";
    $("find").value = state.find;
    state.claim = claims.findIndex((claim) => claim.id === parts.get("claim"));
    const thing = nodes.find((node) => node.thing.id === parts.get("thing"));
    state.thing = thing && state.claim < 0 ? thing.id : null;
    state.bundle = -1;
    refresh();
  };

  // The table.
  const columns = ["#", "Subject", "Relation", "Object", "How it is said", "Stance", "According to", "Amount", "Quote", "Document", "Characters"];
  const rows = () => shown.map((number) => {
    const claim = claims[number], passage = passages[claim.passage], source = documents[passage.document];
    return [String(number + 1), nameOf(claim.subject), claim.words, nameOf(claim.object), `${claim.polarity}, ${claim.modality}`, labelled(data.stances, claim.stance),
      claim.holder || SELF, claim.quantity, passage.text.slice(claim.from, claim.to), source.title || source.source, `${claim.start}–${claim.end}`];
  });
  const csv = () => [columns, ...rows()].map((row) => row.map((cell) => {
    const harmless = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell; // a spreadsheet would run it as a formula
    return `"${harmless.replaceAll('"', '""')}"`;
  }).join(",")).join("\r\n");
  const openTable = () => {
    const head = make("thead", {}, make("tr", {}, ...columns.map((name) => make("th", { scope: "col", textContent: name }))));
    const body = make("tbody", {}, ...rows().map((row) => make("tr", {}, ...row.map((cell) => make("td", { textContent: cell })))));
    $("table").replaceChildren(head, body);
    $("sheet").showModal();
  };
  const saveCsv = () => {
    const link = make("a", { href: URL.createObjectURL(new Blob(["\ufeff", csv()], { type: "text/csv" })), download: "claims.csv" });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };

  // Mouse, keyboard, start.
  const edgeAtWords = (point) => {
    const spot = spots.findLast((s) => Math.abs(point.x - s.x) <= s.box[0] / 2 && Math.abs(point.y - s.y) <= s.box[1] / 2);
    return spot ? spot.edge : undefined;
  };
  const chooseEdge = (id) => {
    const open = edges[id].arrow.claims.filter((number) => shown.includes(number));
    choose(open.length === 1 ? { claim: open[0] } : { bundle: id });
  };
  network.on("click", ({ nodes: hitNodes, pointer }) => {
    network.unselectAll();
    if (hitNodes.length) return choose({ thing: hitNodes[0] });
    const edge = edgeAtWords(pointer.canvas) ?? network.getEdgeAt(pointer.DOM);
    if (edge !== undefined) return chooseEdge(edge);
    choose({}, { focus: false });
  });
  $("graph").addEventListener("mousemove", (event) => {
    const frame = $("graph").getBoundingClientRect(), at = { x: event.clientX - frame.left, y: event.clientY - frame.top };
    const over = network.getNodeAt(at) ?? edgeAtWords(network.DOMtoCanvas(at)) ?? network.getEdgeAt(at);
    $("graph").style.cursor = over === undefined ? "" : "pointer";
  });
  $("find").addEventListener("input", () => { state.find = $("find").value.trim(); refresh(); });
  $("find").addEventListener("keydown", (event) => { if (event.key === "Enter" && shown.length) choose({ claim: shown[0] }); });
  $("fit").addEventListener("click", () => fit());
  $("open-table").addEventListener("click", openTable);
  $("close-table").addEventListener("click", () => $("sheet").close());
  $("copy-csv").addEventListener("click", () => copy(csv(), "Table"));
  $("save-csv").addEventListener("click", saveCsv);
  $("copy-link").addEventListener("click", () => copy(`${location.href.split("#")[0]}#${address()}`, "Link"));

  const clear = () => {
    if (state.claim >= 0 || state.thing !== null || state.bundle >= 0) return choose({});
    state.find = $("find").value = "";
    state.off.clear();
    for (const { box } of boxes) box.checked = true;
    refresh();
  };
  const pan = { ArrowLeft: [-60, 0], ArrowRight: [60, 0], ArrowUp: [0, -60], ArrowDown: [0, 60] };
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || $("sheet").open) return;
    const typing = event.target.matches("input[type=search], textarea");
    if (event.key === "Escape") { event.target.blur(); return clear(); }
    if (typing) return;
    const { key } = event;
    if (key === "/") { event.preventDefault(); $("find").focus(); }
    else if (key === "n") step(1);
    else if (key === "p") step(-1);
    else if (key === "f") fit();
    else if (pan[key] && event.target === $("graph")) {
      event.preventDefault();
      const at = network.getViewPosition(), scale = network.getScale();
      network.moveTo({ position: { x: at.x + pan[key][0] / scale, y: at.y + pan[key][1] / scale } });
    }
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { readColours(); restyle(); });
  addEventListener("hashchange", recall);
  addEventListener("resize", () => setTimeout(() => fit(false), 50)); // once vis-network has taken the new size

  buildLegend();
  fit(false);
  recall();
  // Where something is on the screen, for scripts and tests that point at it.
  const onScreen = (point) => {
    const at = network.canvasToDOM(point), frame = $("graph").getBoundingClientRect();
    return [frame.left + at.x, frame.top + at.y];
  };
  window.kgView = {
    thing: (number) => onScreen(network.getPositions([number])[number]),
    words: (text) => onScreen(wordsAt(edges.find((edge) => edge.arrow.lines.join(" ") === text), network.getPositions())),
  };
  document.documentElement.dataset.things = visibleNodes.length;
  document.documentElement.dataset.arrows = visibleEdges.length;
  network.once("afterDrawing", () => { document.documentElement.dataset.ready = "yes"; });
})();
