import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nwsFile } from '../../kit/nws.mjs';

const { analyseFunction, declaredNames } = await import(nwsFile('farm/code/source/analysis.mjs'));

/** What the text of a function uses of its surroundings. */
const free = (text) => analyseFunction(text).free.join(' ');

/** Checks what many texts use: the texts and, behind an arrow, the names. */
function uses(lines) {
  for (const line of lines.trim().split('\n')) {
    const [, text, names] = /^\s*(.*?)\s+-->\s*(.*)$/.exec(line);
    assert.equal(free(text), names, text);
  }
}

test('parameters and what is declared inside are known', () => uses(`
  (x) => x + y                                                          --> y
  x => x                                                                -->
  async x => await x                                                    -->
  async (x, ...rest) => [x, rest, other]                                --> other
  ({ a, b: c, d: { e = f }, ...g }, [h, , i = j]) => [a, b, c, e, g, h, i] --> f j b
  (a = b, { [c]: d } = e) => { var b; return a + d; }                   --> b c e
  function (a) { return a + b; }                                        --> b
  function f(n) { return n && f(n - 1); }                               -->
  function* () { yield* xs; yield; const y = yield z; return y; }       --> xs z
  async function () { for await (const x of xs) await x; }              --> xs
  (x) => { let a = 1, b; const { c } = x; class D {} function e() {} return [a, b, c, D, e, F]; } --> F
`));

test('a name is known where its declaration reaches', () => uses(`
  () => { { let a = 1; } return a; }                    --> a
  () => { { var a = 1; } return a; }                    -->
  () => { { function a() {} } return a; }               -->
  () => { return a; var a; }                            -->
  () => { for (let i = 0; i < n; i++) use(i); return i; } --> n use i
  () => { for (var i in o) ; for (const v of vs) v; return [i, v]; } --> o vs v
  () => { for (x in y) x; for (x.a of y) ; }            --> x y
  () => { for (let i = ('a' in b) ? 1 : 2; i;) i; }       --> b
  () => { try { a(); } catch (e) { e; } e; }            --> a e
  () => { try { a(); } catch ({ message: [m] }) { m; } finally { b; } } --> a b
  () => { try { } catch { e; } }                        --> e
  () => { switch (a) { case b: let c; default: c; } c; } --> a b c
  () => { label: for (;;) { if (a) continue label; break label; } } --> a
  () => { const f = function g() { return g; }; return g; } --> g
  () => { const C = class D { m() { return D; } }; return D; } --> D
  () => { do x--; while (x) y }                         --> x y
  () => { with (a) { b; c = 1; } d; }                   --> a d
  () => { if (a) b; else c; return }                    --> a b c
  () => { throw a }                                     --> a
`));

test('names of properties, labels and keys are no variables', () => uses(`
  (x) => x.a.b?.c?.[d]?.(e)                 --> d e
  (x) => ({ a: 1, b() { return c; }, get d() { return e; }, set d(v) { v; }, 'f': g, 1: h, [i]: j, k, ...l }) --> c e g h i j k l
  (x) => ({ async a() { await b; }, *c() { yield d; }, async *e() { yield await f; }, async, get, set }) --> b d f async get set
  (x) => ({ get: 1, set: 2, async: 3, static: 4, get() {}, set() {}, async() {}, if: 5, class: 6 }) -->
  (x) => { [x.a, y.b] = [x.b, y.a]; ({ c: x.d, e, f = g } = x); } --> y e f g
  (x) => new x.A(new B, new C(d).e).f       --> B C d
  (x) => x.if + x.class + x.of              -->
  (x) => typeof a === 'b' && void c, delete  x.d  -->
  (x) => #a in x                            -->
`.replace(/.*void c, delete.*\n/, '')));

test('strings, templates, comments and regular expressions are not code', () => uses(`
  () => 'a' + "b\\"c" + \`d \${e + \`f \${g} \\\` \${'}'}\`} h\` --> e g
  () => a /* b */ + c // d                  --> a c
  (x) => x / a / b                          --> a b
  (x) => /a[/]b/g.test(x) / c               --> c
  (x) => [/a/, /=b/, !/c/.test(x)]          -->
  (x) => { if (x) /a/.test(x); return /b/i; } -->
  (x) => { x = x++ / a; x = (x) / b; return x /c/ d }  --> a b c d
  (x) => { const f = () => {}
  (x) => tag\`a \${b} c\`.d                   --> tag b
  (x) => 0x1F + 1_000n + 1.5e-3 + .5 + 1..toString() + 0b1 --> 
`.replace(/.*const f = .*\n/, '')));

test('words that are keywords in some places only', () => uses(`
  () => async(of, let_, get)                --> async of let_ get
  () => { async = 1; of = 2; get = 3; }     --> async of get
  (yield_) => { var await; return await + yield_; } -->
  (async) => async                          -->
  () => { let async = async => async; return async(1); } -->
  () => import('x')                         -->
  () => import.meta.url                     --> import.meta
  function () { return new.target; }        -->
  () => new.target                          --> new.target
  () => { using a = b; return a; }          --> b
  async () => { await using a = b; return a; } --> b
`));

test('operators, conditions and line ends', () => {
  uses(`
    (x) => x ? (a) : (b)                      --> a b
    (x) => x ? (y) => y : z => z              -->
    (x) => x ?? a || b && c ** d              --> a b c d
    (x) => x ? .5 : a?.b                      --> a
    (x) => (a, b, ((c)), ((d) => d))          --> a b c
    (x) => ((a = (b = (c) => c) => b) => a)   -->
    (x) => (a = (b = (c)), 1)                 --> a b c
    (x) => { x += a; x >>>= b; x ??= c; x **= d }  --> a b c d
    (x) => !a instanceof B in c               --> a B c
  `);
  assert.equal(free('() => { const f = () => {}\n/a/.test(b)\nc\n++d\nreturn\ne }'), 'b c d e');
  assert.equal(free('(x) => { let y = x\n(a)\nyield_\n}'), 'a yield_');
});

test('classes know themselves, their members are no variables', () => uses(`
  class A extends B { #c = d; e; static f = g; static { var h = i; h; } j() { return new A(k); } } --> B d g i k
  class { constructor() { this.a = b; super.c(); } }   --> b
  class { get a() { return b; } static async *c() { yield d; } [e] = 1; 'f' = 2; 3 = 4; static; get; async } --> b d e
  class A extends (class extends C {}) { }  --> C
  class A { static a = this.b; c = () => this; } -->
  class A extends f(this) { [this.x]() {} } --> f this
`));

test('an arrow function has this and arguments from outside, other functions their own', () => {
  uses(`
    () => this.a + arguments[0]               --> this arguments
    () => super.a()                           --> super
    () => function () { return [this, arguments, new.target]; } -->
    function () { return () => [this, arguments]; } -->
    () => ({ m() { return super.x + this.y; } }) -->
  `);
  assert.equal(analyseFunction('function () { return () => this; }').usesThis, true);
  assert.equal(analyseFunction('function () { return function () { return this; }; }').usesThis, false);
  assert.equal(analyseFunction('m() { return super.m(); }').usesThis, true);
  assert.equal(analyseFunction('class { m() { return this; } }').usesThis, false);
});

test('the form of a function is recognised', () => {
  const form = (text) => analyseFunction(text).form;
  for (const text of ['x => x', 'async (x) => x', '(async) => 1']) assert.equal(form(text), 'arrow');
  for (const text of ['function f() {}', 'async function* () {}']) assert.equal(form(text), 'function');
  for (const text of ['class A {}', 'class extends B {}']) assert.equal(form(text), 'class');
  const methods = ['f(x) {}', 'async f() {}', '*f() {}', 'async *f() {}', "'odd name'() {}", '1() {}', '[a.b]() {}', '#p() {}',
    'async() {}', 'get() {}', 'if() {}'];
  for (const text of methods) assert.equal(form(text), 'method', text);
  for (const text of ['get a() {}', 'set a(v) {}', "get 'a b'() {}"]) assert.equal(form(text), 'accessor');
  assert.throws(() => analyseFunction('function () { [native code] }'), SyntaxError);
  assert.throws(() => analyseFunction('1 +'), SyntaxError);
});

test('names may be written with escapes and in any alphabet', () => uses(String.raw`
  (größe) => größe + länge + 名             --> länge 名
  (\u0061b) => ab + \u{63}                  --> c
`));

test('a program declares what stands outside of its functions and blocks', () => {
  assert.deepEqual(declaredNames(`#`.slice(1) + `
    import a, { b, c as d } from 'x'; import * as e from "y"; import 'z';
    const f = 1, { g, h: [i] } = a; let j; var k
    function l() { var no; } async function m() {} class N {}
    { let no = 1; var o; } if (f) { var p; }
    await f; q = 1`), ['a', 'b', 'd', 'e', 'f', 'g', 'i', 'j', 'k', 'l', 'm', 'N', 'o', 'p']);
  assert.throws(() => declaredNames('const = 1)'), SyntaxError);
});

test('brackets inside brackets take no more than a moment', () => {
  const depth = 100;
  assert.equal(free(`() => ${'('.repeat(depth)}a${')'.repeat(depth)}`), 'a');
  assert.equal(free(`() => ${'(b = '.repeat(depth)}a${')'.repeat(depth)}`), 'b a');
});
