(function () {
  "use strict";
  var form = document.getElementById("filter"), cases = document.querySelectorAll("details.case");
  function on(name) { return Array.from(form.elements).filter(function (e) { return e.name === name && e.checked; }).map(function (e) { return e.value; }); }
  function apply() {
    var v = on("verdict"), l = on("level"), a = on("api"), n = 0;
    cases.forEach(function (c) {
      var show = v.includes(c.dataset.verdict) && l.includes(c.dataset.level) && a.includes(c.dataset.api);
      c.hidden = !show; n += show;
    });
    document.getElementById("shown").textContent = n + " of " + cases.length + " cases shown";
  }
  form.hidden = false; form.addEventListener("change", apply); apply();
})();
