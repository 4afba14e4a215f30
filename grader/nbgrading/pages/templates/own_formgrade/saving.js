// nbgrader's pages stay at "Saving..." where a save fails: say why, and let it be tried again.
$(document).ajaxSend(function () {
    $("#not-saved").remove();
});

$(document).ajaxError(function (event, response, request) {
    if (request.type !== "PUT") {
        return; // nbgrader's buttons say by themselves what went wrong
    }
    var said = response.responseJSON && response.responseJSON.message;
    var other = response.status
        ? "Formgrader's server answered " + response.status + ": its log says why."
        : "Formgrader's server does not answer: does it still run?";
    var alert = $("<div/>")
        .attr({"id": "not-saved", "role": "alert"})
        .addClass("alert alert-danger")
        .text("Not saved: " + (said || other));
    var window_ = $(".modal.in .modal-body");
    if (window_.length) {
        window_.prepend(alert);
        $(".modal.in button.save").text("Save");
    } else {
        alert.css({"position": "fixed", "top": "1em", "left": "20%", "right": "20%", "z-index": 2000});
        $("body").append(alert);
    }
});
