// The one script of a page: filters, search, sorting and counts, and the reloading of pages that `watch` writes.

/// It reads what is on the page, and holds no text of a return. Without it the page is whole; only filters are missing.
///
/// The chosen filters stand in the fragment behind `#?`, by their names, so that an address can be passed on.
let pageScript = #"""
    "use strict";
    (() => {
      const $ = (selector, root = document) => root.querySelector(selector);
      const all = (selector, root = document) => [...root.querySelectorAll(selector)];

      // What is open for readers without a script, and for printing.
      const closed = all("details[data-close]");
      for (const part of closed) part.open = false;
      let before = [];
      addEventListener("beforeprint", () => {
        before = closed.filter(part => !part.open);
        for (const part of before) part.open = true;
      });
      addEventListener("afterprint", () => { for (const part of before) part.open = false; });

      const form = $("form.filters");
      if (!form) return;
      const count = $("#count"), none = $("#none");
      const entries = all(".entry"), lists = all(".lines"), lines = all(".lines li");
      // How many lines of each list are seen, and the lists below each heading.
      const homes = new Map(lists.map(list => [list, { list, shown: list.children.length }]));
      const headings = all("#lines ~ h4").map(heading => {
        const below = [];
        for (let list = heading.nextElementSibling; list?.matches(".lines"); list = list.nextElementSibling) {
          below.push(homes.get(list));
        }
        return { heading, below };
      });
      const lineSize = Math.max(...lists.map(list => list.children.length), 1);
      const selects = all("select[data-filter]", form);
      const severities = all("input[name=severity]", form);
      const search = form.elements.search, order = form.elements.order;

      // What filters ask of an item, read once: severities, owner, rules, groups. Lines are in the return's order.
      const read = (item, index, isEntry) => {
        const [owner, rules, ...groups] = item.dataset.f.split(".");
        const severities = isEntry ? item.dataset.s : item.parentNode.dataset.s;
        const place = isEntry ? Number(item.dataset.p) : index;
        const own = rules ? rules.split("_") : [item.parentNode.dataset.r];
        const home = isEntry ? null : homes.get(item.parentNode);
        return { item, isEntry, home, shown: true, text: null, place, severities, owner, rules: own, groups };
      };
      const items = entries.map((item, index) => read(item, index, true))
        .concat(lines.map((item, index) => read(item, index, false)));
      const textOf = data => data.text ??= data.item.textContent.toLowerCase();

      const apply = () => {
        const wanted = new Set(severities.filter(box => box.checked).map(box => box.value));
        const asked = selects.filter(select => select.value !== "").map(select => [select.dataset.filter, select.value]);
        const words = search.value.toLowerCase().split(/\s+/).filter(word => word);
        let rows = 0, others = 0;
        for (const data of items) {
          let shows = false;
          for (const severity of data.severities) if (wanted.has(severity)) { shows = true; break; }
          for (const [filter, value] of asked) {
            if (!shows) break;
            if (filter === "owner") shows = data.owner === value;
            else if (filter === "rule") shows = data.rules.includes(value);
            else shows = data.groups[filter] === value;
          }
          if (shows && words.length) {
            const text = textOf(data);
            shows = words.every(word => text.includes(word));
          }
          if (shows) data.isEntry ? rows++ : others++;
          if (shows !== data.shown) {
            data.item.hidden = !shows;
            data.shown = shows;
            if (data.home) data.home.shown += shows ? 1 : -1;
          }
        }
        // A heading without lines says nothing, and an empty list takes no room.
        for (const home of homes.values()) home.list.hidden = home.shown === 0;
        for (const { heading, below } of headings) heading.hidden = below.every(home => home.shown === 0);
        count.textContent = count.dataset.words
          .replace("{}", rows.toLocaleString("en-GB")).replace("{}", entries.length.toLocaleString("en-GB"))
          .replace("{}", others.toLocaleString("en-GB")).replace("{}", lines.length.toLocaleString("en-GB"));
        none.hidden = rows + others > 0;
      };

      // Each list keeps its own order; what was read first stands first among equals.
      const byOwner = (a, b) => Number(a.owner) - Number(b.owner) || a.place - b.place;
      const byRule = (a, b) => Number(a.rules[0]) - Number(b.rules[0]) || a.place - b.place;
      const orders = { worst: null, place: (a, b) => a.place - b.place, owner: byOwner, rule: byRule };
      let sorted = "worst";
      const arrange = () => {
        if (order.value === sorted) return;
        sorted = order.value;
        const compare = orders[sorted];
        const arrangeIn = (own, places, size) => {
          const arranged = compare ? own.slice().sort(compare) : own;
          places.forEach((place, index) => {
            const part = arranged.slice(index * size, (index + 1) * size);
            place.append(...part.map(data => data.item));
            const home = homes.get(place);
            if (!home) return;
            home.shown = part.filter(data => data.shown).length;
            for (const data of part) data.home = home;
          });
        };
        arrangeIn(items.filter(data => data.isEntry), [$("#entries")], entries.length);
        // Lines stay among those of their severity and rule.
        const kindOf = list => list.dataset.s + " " + (list.dataset.r ?? "");
        const kinds = new Map();
        for (const list of lists) kinds.set(kindOf(list), (kinds.get(kindOf(list)) ?? []).concat(list));
        const own = new Map();
        for (const data of items) {
          if (data.isEntry) continue;
          const kind = kindOf(data.item.parentNode);
          if (!own.has(kind)) own.set(kind, []);
          own.get(kind).push(data);
        }
        for (const [kind, places] of kinds) arrangeIn(own.get(kind) ?? [], places, lineSize);
      };

      const nameOf = select => select.selectedOptions[0].textContent;
      const state = () => {
        const chosen = new URLSearchParams();
        if (severities.some(box => !box.checked)) {
          chosen.set("severity", severities.filter(box => box.checked).map(box => box.value).join("."));
        }
        for (const select of selects) if (select.value !== "") chosen.set(select.name, nameOf(select));
        if (search.value) chosen.set("search", search.value);
        if (order.value !== "worst") chosen.set("order", order.value);
        return chosen;
      };
      const keep = () => {
        const chosen = state().toString();
        history.replaceState(null, "", chosen ? "#?" + chosen : location.pathname + location.search);
      };
      const restore = () => {
        if (!location.hash.startsWith("#?")) return null;
        const chosen = new URLSearchParams(location.hash.slice(2));
        if (chosen.has("severity")) {
          const wanted = chosen.get("severity").split(".");
          for (const box of severities) box.checked = wanted.includes(box.value);
        }
        for (const select of selects) {
          const option = [...select.options].find(option => option.value !== "" && option.textContent === chosen.get(select.name));
          if (option) option.selected = true;
        }
        search.value = chosen.get("search") ?? "";
        if (chosen.get("order") in orders) order.value = chosen.get("order");
        return chosen;
      };
      const update = () => { arrange(); apply(); keep(); };

      form.hidden = false;
      count.hidden = false;
      form.addEventListener("submit", event => event.preventDefault());
      form.addEventListener("input", update);
      form.addEventListener("reset", () => setTimeout(update));
      const chosen = restore();
      arrange();
      apply();

      // A link leads to what a filter may hide.
      const reveal = () => {
        const target = location.hash.length > 1 && !location.hash.startsWith("#?")
          ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
        const item = target?.closest(".entry, .lines li");
        if (item?.hidden) { form.reset(); setTimeout(() => target.scrollIntoView()); }
        if (target && target.matches("[tabindex]")) target.focus({ preventScroll: true });
      };
      addEventListener("hashchange", reveal);
      reveal();

      // Pages that `watch` writes read themselves again, unless somebody stops them.
      const watch = $(".watch");
      if (!watch) return;
      watch.hidden = false;
      const button = $("button", watch), said = $("p", watch);
      const seconds = Number(watch.dataset.seconds);
      let left = seconds, stops = chosen?.get("paused") === "1";
      if (chosen?.has("top")) scrollTo(0, Number(chosen.get("top")));
      if (chosen?.has("focus")) document.getElementById(chosen.get("focus"))?.focus({ preventScroll: true });
      const say = () => {
        button.textContent = stops ? "Go on reloading" : "Pause reloading";
        button.setAttribute("aria-pressed", String(stops));
        said.textContent = stops ? "Reloading is paused." : "This page reloads itself every " + seconds + " seconds.";
      };
      button.addEventListener("click", () => { stops = !stops; left = seconds; say(); });
      say();
      setInterval(() => {
        if (stops || document.hidden || --left > 0) return;
        const chosen = state();
        chosen.set("top", String(Math.round(scrollY)));
        if (document.activeElement?.id) chosen.set("focus", document.activeElement.id);
        history.replaceState(null, "", "#?" + chosen);
        location.reload();
      }, 1000);
    })();
    """#
