// Counts the primes below a million on all workers, a slice per task; Python finds the largest.
//
//     nws run examples/primes.mjs

const SLICE = 100_000;
const slices = Array.from({ length: 10 }, (_, i) => i * SLICE);

const primes = await sleigh.eachElem((start, length) => {
  const isPrime = (n) => {
    for (let d = 2; d * d <= n; d++) if (n % d === 0) return false;
    return n > 1;
  };
  return Array.from({ length }, (_, i) => start + i).filter(isPrime);
}, slices, SLICE);

const largest = await sleigh.eachElem('max', [primes], [], { language: 'python', type: 'invoke' });
console.log(`${primes.flat().length} primes below ${slices.length * SLICE}; the largest is ${Math.max(...largest)}`);
