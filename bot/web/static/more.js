// The inbox goes on where it is read: the next entries are added to those that are shown, by the link at
// their end or when it comes near. The address says how many pages are shown, so that what refreshes the
// page, and who comes back to it, gets all of them. Without this script the link leads to the next page.

const NEAR = "600px"; // below the window, that the end of the list is reached before anybody sees it
const said = document.getElementById("loaded");
let adding = false;
let byHand = false; // somebody pressed the link, maybe while rows were on their way already

const end = () => document.querySelector("#more[data-pages]");
const shown = () => document.querySelectorAll("#rows tbody tr");

function tell(isAll) {
  said.textContent = (isAll ? said.dataset.all : said.dataset.text).replace("#", shown().length);
}

/** Add the rows of a page that are not shown yet; the first of them, if there is one. */
function add(page) {
  const body = document.querySelector("#rows tbody");
  const fresh = [...page.querySelectorAll("#rows tbody tr")];
  const added = fresh.filter((row) => !document.getElementById(row.querySelector(".queue-link").id));
  body.append(...added);
  return added[0];
}

/** What the link at the end leads to from now on, as the server says of so many pages. */
function goOn(link, page, pages) {
  const next = page.getElementById("more");
  const most = Number(said.dataset.most);
  if (!next) return link.closest("nav").querySelectorAll("a").length > 1 ? link.remove() : link.closest("nav").remove();
  link.href = next.getAttribute("href");
  if (pages < most) link.dataset.pages = pages;
  else {
    delete link.dataset.pages;
    link.querySelector(".by-script").remove();
  }
}

async function more() {
  const link = end();
  if (!link || adding) return;
  const [address, pages] = [link.getAttribute("href"), Number(link.dataset.pages) + 1];
  adding = true;
  link.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(address, { headers: { Accept: "text/html" } });
    if (response.redirected || !response.ok) throw new Error("no more rows");
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    if (end()?.getAttribute("href") !== address) return; // the list was refreshed meanwhile
    const hadFocus = document.activeElement === link;
    const first = add(page);
    goOn(link, page, pages);
    const here = new URL(location.href);
    here.searchParams.set("pages", pages);
    history.replaceState(history.state, "", here);
    tell(!document.getElementById("more"));
    if (byHand || (hadFocus && !link.isConnected)) first?.querySelector(".queue-link").focus();
  } catch {
    if (byHand) location.assign(address); // as without a script
    return;
  } finally {
    adding = byHand = false;
    link.removeAttribute("aria-busy");
  }
  watch();
}

const nearing = new IntersectionObserver((seen) => seen.some((one) => one.isIntersecting) && more(), {
  rootMargin: `0px 0px ${NEAR}`,
});

function watch() {
  nearing.disconnect();
  const link = end();
  if (link) nearing.observe(link);
}

document.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || !event.target.closest?.("#more[data-pages]")) return;
  event.preventDefault();
  byHand = true;
  more();
});
document.addEventListener("swapped", watch);
watch();
