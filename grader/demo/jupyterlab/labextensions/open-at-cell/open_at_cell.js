// Opens a notebook at the cell that the address names: .../lab/tree/NAME.ipynb#cell-id=ID
//
// JupyterLab 4.6 follows such an address only in a notebook that is open already, and forgets it at its start.
// This is a "prebuilt extension" written by hand: the object at the end is all that JupyterLab asks for.
(() => {
  const { hash, pathname } = window.location; // read at once: JupyterLab drops the hash soon

  function activate(app) {
    const follow = () => {
      const panel = app.shell.currentWidget;
      if (!panel?.context?.path || !decodeURI(pathname).endsWith(panel.context.path)) return;
      app.shell.currentChanged.disconnect(follow);
      panel.revealed.then(() => select(panel, hash.replace("#cell-id=", "")));
    };
    if (hash.startsWith("#cell-id=")) {
      app.shell.currentChanged.connect(follow);
      follow();
    }
  }

  async function select(panel, id) {
    const notebook = panel.content;
    const index = notebook.widgets.findIndex((cell) => cell.model.id === id);
    if (index < 0) return;
    notebook.activeCellIndex = index; // so that "Run All Above Selected Cell" means this one
    let touched = false;
    const touch = () => (touched = true);
    for (const event of ["keydown", "pointerdown", "wheel"]) window.addEventListener(event, touch, { capture: true });
    // Formulas above it are drawn a moment later and push it down: scroll again, until the reader does something.
    for (let times = 0; times < 15 && !touched; times++) {
      await notebook.scrollToItem(index, "start");
      await new Promise((done) => setTimeout(done, 200));
    }
  }

  const plugin = { id: "open-at-cell:plugin", autoStart: true, activate };
  const container = { init: () => {}, get: () => Promise.resolve(() => ({ __esModule: true, default: plugin })) };
  (window._JUPYTERLAB ??= {})["open-at-cell"] = container;
})();
