// The wall goes on by itself: it fetches the next screen and changes over only when that has arrived. Without this script the page reloads itself.
(() => {
  const wall = () => document.querySelector('.wall'), again = () => setTimeout(next, wall().dataset.refresh * 1000);
  const next = async () => {
    try {
      const answer = await fetch(wall().dataset.next, { cache: 'no-store' });
      if (answer.redirected) { location.reload(); return; } // signed out
      const fresh = answer.ok && new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('.wall');
      if (!fresh) throw new Error(answer.status);
      wall().replaceWith(fresh);
      history.replaceState(null, '', answer.url);
    } catch {
      wall().setAttribute('data-offline', ''); // the last figures stay, and say how old they are
    }
    again();
  };
  again();
})();
