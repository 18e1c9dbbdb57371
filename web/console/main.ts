// The console begins here: who is signed in, in which language, and then the page.
import { mount } from "svelte";
import App from "./App.svelte";
import "./look/tokens.css";
import "./look/base.css";
import "./look/parts.css";
import { comeBack } from "./return_path";
import { router } from "./router.svelte";
import { chooseTheme, theme } from "./theme";

chooseTheme(theme());
comeBack();
router.begin();
const place = document.getElementById("app") ?? document.body;
place.replaceChildren();
mount(App, { target: place });
