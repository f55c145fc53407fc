import { render } from "preact";
import { App } from "./app";
import { followLinks } from "./state/router";
import { listen } from "./ui/keys";
import { applyTheme } from "./ui/theme";
import "./style/base.css";
import "./style/shell.css";
import "./style/events.css";
import "./style/report.css";
import "./style/views.css";

applyTheme();
followLinks();
listen();
const root = document.getElementById("app");
if (root) render(<App />, root);
