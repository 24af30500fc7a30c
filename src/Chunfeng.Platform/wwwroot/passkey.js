// Forms with data-passkey="ADDRESS": ask there for the question, let the device answer it, send the answer with the form.
(() => {
  const able = window.PublicKeyCredential?.parseRequestOptionsFromJSON && PublicKeyCredential.parseCreationOptionsFromJSON;
  if (!able) return; // the form stays hidden: the password is there
  const tell = (form, text) => { const at = form.querySelector('[aria-live]'); at.textContent = text; at.hidden = false; };
  const ask = async (form) => {
    const answer = await fetch(form.dataset.passkey, { method: 'POST', body: new URLSearchParams(new FormData(form)) });
    const said = await answer.json().catch(() => null);
    if (!answer.ok || !said) throw new Error(said?.refused ?? '现在不能用通行密钥，请用账号和密码');
    const made = said.user
      ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(said) })
      : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(said) });
    form.elements.credential.value = JSON.stringify(made);
    form.querySelectorAll('[type=password]').forEach((field) => { field.value = ''; });
    form.submit();
  };
  const begin = (form) => {
    if (form.dataset.ready) return;
    form.dataset.ready = '1';
    form.hidden = false;
    const button = form.querySelector('button');
    button.addEventListener('click', () => {
      if (!form.reportValidity()) return;
      button.disabled = true;
      ask(form).catch((failure) => {
        button.disabled = false;
        tell(form, failure.name === 'NotAllowedError' ? '没有完成，请再试一次' : failure.name === 'InvalidStateError' ? '这台设备已经登记过' : failure.message);
      });
    });
  };
  const all = () => document.querySelectorAll('form[data-passkey]').forEach(begin);
  all();
  window.Blazor?.addEventListener?.('enhancedload', all);
})();
