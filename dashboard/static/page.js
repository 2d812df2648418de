// SPDX-License-Identifier: Apache-2.0
// The pages work without this. With it the queue is live, "/" goes to the search box, and j and k go
// through the rows of a table.
"use strict";
const live = document.getElementById("live");
if (live && window.EventSource) {
	const events = new EventSource("/events");
	events.addEventListener("queue", (e) => {
		// not under somebody's finger
		if (!live.contains(document.activeElement) && !live.matches(":active")) live.innerHTML = e.data;
	});
	events.onerror = () => document.body.classList.add("offline");
	events.onopen = () => document.body.classList.remove("offline");
}
function typing(target) {
	return target.matches && target.matches("input, select, textarea");
}
function step(by) {
	const rows = [...document.querySelectorAll("main tbody tr a.open, main ol.hits a")];
	const at = rows.indexOf(document.activeElement);
	const next = rows[at < 0 ? 0 : Math.min(Math.max(at + by, 0), rows.length - 1)];
	if (next) next.focus();
}
document.addEventListener("keydown", (e) => {
	if (e.ctrlKey || e.altKey || e.metaKey || typing(e.target)) return;
	if (e.key === "/") {
		e.preventDefault();
		document.querySelector("input[name=q]").focus();
	} else if (e.key === "j" || e.key === "k") {
		step(e.key === "j" ? 1 : -1);
	}
});
for (const form of document.querySelectorAll("form[data-ask]"))
	form.addEventListener("submit", (e) => {
		if (!confirm(form.dataset.ask)) return e.preventDefault();
		const sure = document.createElement("input");
		Object.assign(sure, { type: "hidden", name: "sure", value: "yes" });
		form.append(sure);
	});

// on a narrow screen the map begins where most of what is told happens, not in the Pacific
for (const map of document.querySelectorAll(".map"))
	map.scrollLeft = (map.scrollWidth - map.clientWidth) * 0.65;
