import type { key as english } from "../en/key.ts";
import type { Translated } from "../messages.ts";

export const key: Translated<typeof english> = {
  "key.title": "Introduzca su clave de API",
  "key.label": "Clave de API",
  "key.description": "Indica quién es usted y qué puede hacer aquí.",
  "key.kept": "Se guarda solo en esta pestaña del navegador y se olvida al cerrarla.",
  "key.empty": "Introduzca la clave.",
  "key.submit": "Continuar",
  "key.where":
    "En una sola máquina, millrace start muestra un enlace que ya lleva la clave. En los demás casos, pida una clave a quien administra Millrace.",
  "key.refused": "La API no conoce la clave, o ha sido revocada. Introduzca otra.",
};
