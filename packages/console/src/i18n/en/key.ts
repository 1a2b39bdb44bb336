export const key = {
  "key.title": "Enter your API key",
  "key.label": "API key",
  "key.description": "It says who you are and what you may do here.",
  "key.kept": "Kept in this browser tab only, and forgotten when you close it.",
  "key.empty": "Enter the key.",
  "key.submit": "Continue",
  "key.where":
    "On one machine, millrace start prints a link that brings its key along. Elsewhere, ask whoever runs Millrace for a key.",
  "key.refused": "The API does not know the key, or it was revoked. Enter another.",
} as const;
