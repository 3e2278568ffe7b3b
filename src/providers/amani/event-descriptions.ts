/** Our words for the names of the page; Amani's answer carries names only. */
const descriptions: Readonly<Record<string, string>> = {
  profile_create: 'A profile was created',
  profile_update: 'A profile was changed',
  profile_status_change: 'The status of a profile changed',
  profile_level_update: 'The level of a profile changed',
  document_upload: 'A document was uploaded',
  document_delete: 'A document was deleted',
  document_update: 'A document was changed',
  document_status_change: 'The status of a document changed',
  zip_file_create: 'A zip file was made',
  video_call_status_change: 'The status of a video call changed',
};

/** Empty for an event that the page does not name. */
export const aboutEvent = (name: string): string =>
  Object.hasOwn(descriptions, name) ? (descriptions[name] ?? '') : '';
