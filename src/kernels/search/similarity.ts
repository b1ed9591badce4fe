import { asFloat } from './arithmetic';

/** I/(S − I) of two neurons that have `sizes` S inputs together and I of them in common; 1 where neither has any. */
export function similarity(sizes: i32, common: i32): f64 {
  return sizes === 0 ? 1.0 : asFloat(common) / asFloat(sizes - common);
}
