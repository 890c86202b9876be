import { describe, expect, test } from "vitest";
import { dayFirstTime, isoTime, namedMonthTime } from "./web-dates.ts";

const shown = ({ at, quality }: { at: number | null; quality: string }): string =>
  at === null ? quality : `${new Date(at).toISOString().slice(0, 19)} ${quality}`;

describe("dates of web application scanners", () => {
  test.each([
    ["Tue, 12 May 2020 20:57:30", "2020-05-12T20:57:30 naive"],
    ["Fr., 30 Sep. 2022 08:40:35", "2022-09-30T08:40:35 naive"],
    ["Sun, 22 Jun 2025 04:04:14", "2025-06-22T04:04:14 naive"],
    ["mar., 4 févr. 2025 10:00:00", "2025-02-04T10:00:00 naive"],
    ["mar, 4 jun 2024 10:00:00", "2024-06-04T10:00:00 naive"],
    ["jeu., 3 juil. 2025 10:00:00", "2025-07-03T10:00:00 naive"],
    ["dom, 1 dic 2024 9:00:00", "2024-12-01T09:00:00 naive"],
    ["Sat Sep 13 22:39:44 CEST 2014", "2014-09-13T22:39:44 naive"],
    ["Wed Mar 5 07:00:01 UTC 2025", "2025-03-05T07:00:01 zone"],
    ["火, 12 5月 2020 20:57:30", "none"],
    ["Tue, 31 Feb 2020 20:57:30", "none"],
    ["Tue, 12 May 2020 25:57:30", "none"],
    ["", "none"],
    ["yesterday", "none"],
  ])("%s", (text, expected) => {
    expect(shown(namedMonthTime(text))).toBe(expected);
  });

  test.each([
    ["28/04/2020, 05:36:46", "2020-04-28T05:36:46 naive"],
    ["7/10/2014, 11:56:03", "2014-10-07T11:56:03 naive"],
    ["23/10/2014, 11:44", "2014-10-23T11:44:00 naive"],
    ["04/28/2020 11:00 PM", "2020-04-28T23:00:00 naive"],
    ["25/06/2021 12:30 AM", "2021-06-25T00:30:00 naive"],
    ["25/06/2021 12:30 PM", "2021-06-25T12:30:00 naive"],
    ["25/06/2021 13:30 PM", "none"],
    ["31/02/2021", "none"],
    ["2021-06-25", "none"],
  ])("%s", (text, expected) => {
    expect(shown(dayFirstTime(text))).toBe(expected);
  });

  test.each([
    ["2025-06-22T04:04:14.123456789Z", "2025-06-22T04:04:14 zone"],
    ["2025-06-22T04:04:14+02:00", "2025-06-22T02:04:14 zone"],
    ["2025-06-22 04:04", "2025-06-22T04:04:00 naive"],
    ["soon", "none"],
    [null, "none"],
  ])("%s", (text, expected) => {
    expect(shown(isoTime(text))).toBe(expected);
  });
});
