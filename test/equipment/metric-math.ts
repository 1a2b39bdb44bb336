/** A value for each period; undefined where there are no data. A plain number is the same in every period. */
type Values = number | (number | undefined)[];

type Token = { kind: "number" | "name" | "sign"; text: string };

const OPERATORS: Record<string, (a: number, b: number) => number | undefined> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  // CloudWatch has no data point where it would divide by zero.
  "/": (a, b) => (b === 0 ? undefined : a / b),
  ">": (a, b) => Number(a > b),
  "<": (a, b) => Number(a < b),
  ">=": (a, b) => Number(a >= b),
  "<=": (a, b) => Number(a <= b),
  "==": (a, b) => Number(a === b),
};
/** Weakest first. */
const LEVELS = [
  [">", "<", ">=", "<=", "=="],
  ["+", "-"],
  ["*", "/"],
];

/**
 * Evaluates an expression of CloudWatch's metric math, as far as alarms here use it: arithmetic, comparison, `FILL(metric,
 * number)` and `IF(condition, then, else)`. A data point needs one of every series that an operator joins.
 * Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 *
 * @param metrics - by id, one value a period
 * @throws Error for anything else
 */
export function evaluate(expression: string, metrics: Record<string, (number | undefined)[]>): Values {
  const tokens = tokensOf(expression);
  const peek = () => tokens[0]?.text;
  const take = (text?: string): Token => {
    const token = tokens.shift();
    if (token === undefined || (text !== undefined && token.text !== text)) {
      throw new Error(`in "${expression}" there should be ${text ?? "more"}`);
    }
    return token;
  };

  function level(n: number): Values {
    const operators = LEVELS[n];
    if (operators === undefined) return primary();
    let left = level(n + 1);
    while (operators.includes(peek() ?? "")) {
      const { text } = take();
      const work = OPERATORS[text];
      if (work === undefined) throw new Error(`there is no operator ${text}`);
      left = join([left, level(n + 1)], ([a, b]) => (a === undefined || b === undefined ? a : work(a, b)));
    }
    return left;
  }

  function primary(): Values {
    const { kind, text } = take();
    if (kind === "number") return Number(text);
    if (text === "(") {
      const inner = level(0);
      take(")");
      return inner;
    }
    if (kind === "name" && peek() === "(") return call(text);
    const series = metrics[text];
    if (series === undefined) throw new Error(`there is no metric ${text}`);
    return series;
  }

  function call(name: string): Values {
    take("(");
    const given = [level(0)];
    while (peek() === ",") {
      take();
      given.push(level(0));
    }
    take(")");
    const [first, second, third] = given;
    if (name === "FILL" && Array.isArray(first) && typeof second === "number" && given.length === 2) {
      return first.map((value) => value ?? second);
    }
    if (name === "IF" && first !== undefined && second !== undefined && third !== undefined) {
      return [first, second, third].some(Array.isArray)
        ? choose(first, second, third)
        : Number(first) !== 0
          ? second
          : third;
    }
    throw new Error(`${name} is not called so`);
  }

  const result = level(0);
  if (tokens.length > 0) throw new Error(`in "${expression}" nothing should follow`);
  return result;
}

function tokensOf(expression: string): Token[] {
  const pattern = /\s*(?:(?<number>\d+(?:\.\d+)?)|(?<name>[A-Za-z]\w*)|(?<sign>>=|<=|==|[-+*/<>(),]))/gy;
  const tokens = [...expression.matchAll(pattern)].map(({ groups = {} }): Token => {
    const [kind, text] = Object.entries(groups).find(([, found]) => found !== undefined) ?? ["sign", ""];
    return { kind: kind === "number" || kind === "name" ? kind : "sign", text };
  });
  const read = [...expression.matchAll(pattern)].map(([whole]) => whole).join("");
  if (read !== expression.trimEnd()) throw new Error(`"${expression}" has more than is known here`);
  return tokens;
}

function at(values: Values, period: number): number | undefined {
  return typeof values === "number" ? values : values[period];
}

function join(given: Values[], work: (values: (number | undefined)[]) => number | undefined): Values {
  const periods = Math.max(...given.map((values) => (typeof values === "number" ? 0 : values.length)));
  const result = Array.from({ length: Math.max(1, periods) }, (_, period) => {
    const values = given.map((one) => at(one, period));
    return values.includes(undefined) ? undefined : work(values);
  });
  return periods === 0 ? (result[0] ?? Number.NaN) : result;
}

/** Only the branch that is taken needs a data point. */
function choose(condition: Values, then: Values, otherwise: Values): (number | undefined)[] {
  const series = [condition, then, otherwise].filter((values) => typeof values !== "number");
  return Array.from({ length: Math.max(...series.map(({ length }) => length)) }, (_, period) => {
    const holds = at(condition, period);
    if (holds === undefined) return undefined;
    return at(holds === 0 ? otherwise : then, period);
  });
}

/** What CloudWatch makes of the observations of one period; undefined where there are none. */
export function statistic(stat: string, observed: readonly number[]): number | undefined {
  if (observed.length === 0) return undefined;
  const sum = observed.reduce((total, value) => total + value, 0);
  switch (stat) {
    case "Sum":
      return sum;
    case "Average":
      return sum / observed.length;
    case "Maximum":
      return Math.max(...observed);
    case "Minimum":
      return Math.min(...observed);
    case "SampleCount":
      return observed.length;
    case "p95":
      return observed.toSorted((left, right) => left - right)[Math.ceil(0.95 * observed.length) - 1];
    default:
      throw new Error(`the statistic ${stat} is not known here`);
  }
}
