// Stands in for Plotly's widget script in the browser's Python. The real one is a file of this
// site: each figure would otherwise send five megabytes from Python to the page, and the page
// would read them anew. Pages of JupyterLab lie one folder below the site's root.
const { default: widget } = await import(new URL("../static/plotly/widget.js", document.baseURI));
export default widget;
