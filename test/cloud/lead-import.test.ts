import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { answer } from "../equipment/chat-answers.ts";
import { type Behaviour, type ChatServer, startChatServer } from "../equipment/chat-server.ts";
import { dynamoIsMissing } from "../equipment/dynamo-server.ts";
import { NEEDS_PLATFORM, WITHOUT_PLATFORM } from "../equipment/stacks.ts";
import { deadLetterCases } from "./cases/dead-letters.ts";
import { faultCases } from "./cases/faults.ts";
import { importCases } from "./cases/import.ts";
import { modelCases } from "./cases/model.ts";
import { operatorCases } from "./cases/operator.ts";
import { partCases } from "./cases/parts.ts";
import { stopCases } from "./cases/stops.ts";
import { grantName } from "./iam.ts";
import { openSetting, type Setting } from "./setting.ts";
import { reasonOf, UNUSED_GRANTS, USED_BY_API } from "./unused-grants.ts";

const missing = dynamoIsMissing();
const skipped = WITHOUT_PLATFORM || (missing !== null && process.env.CI !== "true");
/** Sees given names where rules see surnames, so that its answers can be told from theirs. */
const CONTRARY: Behaviour = {
  content: (question) =>
    answer(question, ({ now: { firstName = "", lastName = "" } }) => ({
      firstName: lastName,
      lastName: firstName,
    })),
};
/** The machines of the lead flow; other flows have tests of their own. */
const MACHINES = ["LeadImport", "LeadUndo"];
const KEY = "sk-of-a-test-and-no-other";

describe.skipIf(skipped)(`the lead import in the cloud ${NEEDS_PLATFORM} ${missing ?? ""}`, () => {
  let rules: Setting;
  let hybrid: Setting & { chat: ChatServer; usual: Behaviour; key: string };
  /** The machine's own: each counts the first question's tokens once more. */
  let machinesChat: ChatServer;

  beforeAll(async () => {
    rules = await openSetting();
  });
  beforeAll(async () => {
    const chat = await startChatServer({ otherwise: CONTRARY });
    machinesChat = await startChatServer({ otherwise: CONTRARY });
    const asking = await openSetting({
      cloud: { secrets: { ModelKey: KEY }, environment: { MILLRACE_MODEL_URL: chat.url } },
      env: { MILLRACE_MODEL_KEY: KEY, MILLRACE_MODEL_URL: machinesChat.url },
      mode: "hybrid",
    });
    hybrid = { ...asking, chat, usual: CONTRARY, key: KEY };
  });
  afterAll(async () => {
    await rules.close();
    await hybrid.close();
    await Promise.all([hybrid.chat.close(), machinesChat.close()]);
  });
  afterEach(() => {
    for (const { cloud } of [rules, hybrid]) {
      cloud.calm();
      expect(cloud.gateway.refused).toEqual([]);
    }
  });

  importCases(() => rules);
  faultCases(() => rules);
  deadLetterCases(() => rules);
  stopCases(() => rules);
  partCases(() => rules);
  describe("with a key for the model", () => {
    modelCases(() => hybrid);
    operatorCases(() => hybrid);
  });

  it("writes no address to any log", () => {
    for (const { cloud } of [rules, hybrid]) {
      expect(cloud.lambda.logs()).toContain("run finished");
      expect(cloud.lambda.logs()).not.toMatch(/[\w.]@\w/);
    }
  });

  it("uses all that the roles grant, but what is justified; and nothing is justified that is used or not granted", () => {
    const used = new Set([rules, hybrid].flatMap(({ cloud }) => [...cloud.gateway.used].map(grantName)));
    const { app, grants } = rules.cloud;
    const ours = new Set(MACHINES);
    for (const { functionID, handler } of app.builds)
      if (handler.includes("/src/leads/")) ours.add(functionID);
    const granted = [...ours].flatMap((id) => grants.get(id) ?? []).map(grantName);
    const unused = [...new Set(granted)]
      .filter((name) => !used.has(name) && !USED_BY_API.includes(name))
      .sort();
    console.log(`granted and used by no test here:\n  ${unused.join("\n  ")}`);
    expect(unused.filter((name) => reasonOf(name) === null)).toEqual([]);
    const needed = new Set(unused.map(reasonOf));
    expect(Object.keys(UNUSED_GRANTS).filter((reason) => !needed.has(reason))).toEqual([]);
  });
});
