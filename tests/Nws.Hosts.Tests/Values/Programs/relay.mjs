// Passes values on as objects of this language: from the variable `chain/hop`, of those given, to `chain/hop+1`.
// What comes in a variable `end ...` ends it.
const variables = process.argv.slice(2);
for (;;) {
  const delivery = await ws.fetch(variables, { lease: true, exact: true });
  if (delivery.variable.startsWith('end')) break;
  const [chain, hop] = delivery.variable.split('/');
  await ws.store(`${chain}/${Number(hop) + 1}`, delivery.value);
  await delivery.complete();
}
