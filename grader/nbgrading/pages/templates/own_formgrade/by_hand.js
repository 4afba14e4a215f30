// A link to an answer leads to its field for points. formgrade.js knows it by its number, which it reads when
// the page is loaded: before that, but maybe after jQuery's own `ready`.
document.addEventListener("DOMContentLoaded", function () {
  var field = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  var number = $(".tabbable").index(field);
  if (number > 0) history.replaceState(null, "", location.pathname + "?index=" + number);
});

// What is typed before the old points and comments are there would be lost or mixed with them: until then the
// fields are closed. formgrade.js waits for MathJax before it goes to the field for the first points: we are
// its MathJax, since formulas are MathML already.
var FIELDS = ".score, .extra-credit, .comment";
var MathJax = {Hub: {Startup: {signal: {Interest: function (tell) {
  var failed = false;
  $(FIELDS).prop("disabled", true);
  $(document).one("ajaxError", function () { failed = true; });
  $(document).one("ajaxStop", function () {
    if (failed) {
      $("#statusmessage").text("The points could not be read. Is the server running? Load this page again.").show();
      return;
    }
    $(FIELDS).prop("disabled", false);
    tell("End");
  });
}}}}};

// The next open answer to an exercise, once all that was typed is saved.
function nextOpen(link) {
  var failed = false;
  $(document).one("ajaxError", function () { failed = true; });
  if (document.activeElement) document.activeElement.blur();
  (function wait() {
    if ($.active) setTimeout(wait, 50);
    else if (failed) $("#statusmessage").text("Not saved. Is the server running?").show();
    else location = link.href;
  })();
}

$(window).on("load", function () {
  $("a.next-open").click(function (event) { event.preventDefault(); nextOpen(this); });
  formgrader.keyboard_manager.register({
    handler: function () {
      var cell = formgrader.last_selected.parents(".nbgrader_cell").closest(".cell");
      var link = cell.next(".below").find("a.next-open")[0];
      if (link) nextOpen(link);
    },
    keybinding: "control-enter",
    help: "Save, and move to the next open answer to the same exercise"
  });
});
