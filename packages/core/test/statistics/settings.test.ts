import { describe, expect, it } from "vitest";
import { DEFAULT_STATUSES, percentageReturn, statisticsSettings } from "../../src/statistics/index.ts";

describe("the settings of the statistics", () => {
  it("are Colombia and English statuses where nothing is said", () => {
    expect(statisticsSettings({ env: {} })).toEqual({ homeCountry: "CO", statuses: DEFAULT_STATUSES });
  });

  it("come from the environment", () => {
    const env = {
      MILLRACE_HOME_COUNTRY: "MX",
      MILLRACE_STATUSES_DELIVERED: "Entregado, delivered,,ENTREGADO",
    };
    expect(statisticsSettings({ env })).toEqual({
      homeCountry: "MX",
      statuses: { ...DEFAULT_STATUSES, delivered: ["entregado", "delivered"] },
    });
  });

  it.each([
    ["MILLRACE_HOME_COUNTRY", "Colombia"],
    ["MILLRACE_STATUSES_RETURNED", " , "],
    ["MILLRACE_STATUSES_DELIVERED", "delivered,returned"],
  ])("are refused by the name of the variable: %s=%s", (name, value) => {
    expect(() => statisticsSettings({ env: { [name]: value } })).toThrow(
      expect.objectContaining({ name: "Input.Invalid", message: expect.stringContaining(name) }),
    );
  });
});

describe("percentageReturn", () => {
  it.each([
    [0, 0, null],
    [0, 1, 100],
    [3, 0, 0],
    [2, 1, 33.33],
    [1, 2, 66.67],
    [799, 1, 0.13],
  ])("of %i delivered and %i returned is %s", (delivered, returned, percentage) => {
    expect(percentageReturn({ delivered, returned })).toBe(percentage);
  });
});
