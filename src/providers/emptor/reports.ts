import { isJsonObject, type JsonValue } from '../../json/value.js';

/** One line of a status, as given: vocabularies are not closed, and nothing here counts as passed. */
export interface ReportLine {
  readonly name: string;
  readonly state: string;
  readonly outcome: string;
  readonly updatedAt: string;
}

const textAt = (value: unknown, key: string): string => {
  if (!isJsonObject(value) || !Object.hasOwn(value, key)) return '';
  const text = value[key];
  return typeof text === 'string' ? text : '';
};

/**
 * The folder, then each of its reports. That the status has `reports` and times as deliveries have
 * them is inferred from the page about webhooks, so whatever is missing stays empty.
 */
export const reportLines = (status: string, response: JsonValue): readonly ReportLine[] => {
  const reports = isJsonObject(response) && isJsonObject(response['reports']) ? response['reports'] : {};
  return [
    { name: 'person', state: status, outcome: '', updatedAt: textAt(response, 'updated_at') },
    ...Object.entries(reports).map(([name, report]) => ({
      name,
      state: textAt(report, 'state'),
      outcome: textAt(report, 'outcome'),
      updatedAt: textAt(report, 'updated_at'),
    })),
  ];
};
