// Comforts only; every page works without it. No inline scripts, so a strict content policy can stand.
(() => {
  const dirty = new Set(), on = (type, act, capture) => document.addEventListener(type, act, capture);
  const live = () => [...dirty].some((form) => form.isConnected);

  // forms with data-guard: ask before leaving with unsaved changes
  on('input', (e) => { const form = e.target.form; if (form?.hasAttribute('data-guard')) dirty.add(form); });
  addEventListener('beforeunload', (e) => { if (live()) e.preventDefault(); });
  on('click', (e) => {
    const link = e.target.closest?.('a[href]');
    if (!link) return;
    const dialog = link.dataset.dialog && document.getElementById(link.dataset.dialog);
    if (dialog?.showModal) { e.preventDefault(); dialog.showModal(); return; }
    if (link.hasAttribute('data-close')) {
      const open = link.closest('dialog[open]');
      if (open) { e.preventDefault(); open.close(); }
      return;
    }
    // enhanced navigation never unloads the page
    if (live() && !link.target && !link.hasAttribute('download') && link.pathname + link.search !== location.pathname + location.search) {
      if (confirm('有修改尚未保存，确定离开吗？')) dirty.clear(); else { e.preventDefault(); e.stopImmediatePropagation(); }
    }
  }, true);

  // POST forms: one press is enough
  const free = (form) => {
    delete form.dataset.sent;
    form.querySelectorAll('[aria-busy]').forEach((b) => { b.disabled = false; b.removeAttribute('aria-busy'); if (b.dataset.was) b.textContent = b.dataset.was; });
  };
  const freeAll = () => { dirty.clear(); document.querySelectorAll('form[data-sent]').forEach(free); };
  on('submit', (e) => {
    const form = e.target, button = e.submitter;
    if (form.dataset.sent) { e.preventDefault(); e.stopImmediatePropagation(); return; }
    dirty.delete(form);
    if (form.method !== 'post' || form.hasAttribute('data-free')) return;
    form.dataset.sent = '1';
    // after the form's data is taken, or the button's own value would be lost
    setTimeout(() => {
      if (e.defaultPrevented && !form.hasAttribute('data-enhance')) { free(form); return; }
      if (!button || button.tagName !== 'BUTTON') return;
      button.dataset.was = button.textContent;
      button.textContent = button.dataset.busy || '正在提交…';
      button.setAttribute('aria-busy', 'true');
      button.disabled = true;
    });
    setTimeout(() => free(form), 20000);
  }, true);
  addEventListener('pageshow', freeAll);
  addEventListener('load', () => window.Blazor?.addEventListener?.('enhancedload', freeAll));

  // "/" goes to the search box; j and k walk the rows of lists and queues, Enter follows the link they stop on; Esc closes what is folded out
  on('keydown', (e) => {
    if (e.key === 'Escape') { document.querySelectorAll('details.picker[open]').forEach((d) => { d.open = false; d.firstElementChild.focus(); }); return; }
    if (e.ctrlKey || e.metaKey || e.altKey || e.target.closest?.('input,select,textarea,dialog[open],[contenteditable]')) return;
    if (e.key === 'j' || e.key === 'k') {
      const links = [...document.querySelectorAll('.grid tbody tr,[data-row]')].map((r) => r.querySelector('a[href]')).filter((a) => a?.offsetParent);
      const row = document.activeElement.closest('tr,[data-row]'), at = links.findIndex((a) => row?.contains(a));
      const next = links[at < 0 ? 0 : at + (e.key === 'j' ? 1 : -1)];
      if (next) { e.preventDefault(); next.focus({ focusVisible: true }); next.scrollIntoView({ block: 'nearest' }); }
      return;
    }
    if (e.key !== '/') return;
    const box = [...document.querySelectorAll('[data-search],input[type=search]')].find((b) => b.offsetParent);
    if (box) { e.preventDefault(); box.focus(); box.select?.(); }
  });
})();
