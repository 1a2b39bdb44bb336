import type { Sentences } from "../../sentences.ts";

export const alarms = {
  "alarm.deadLetters": "Fallaron lotes: corrija la causa y después intente de nuevo sus mensajes",
  "alarm.pausedRuns":
    "Hay importaciones que esperan saldo, una clave o un límite mayor: resuélvalo y después reinténtelas",
  "alarm.disk":
    "El disco de la carpeta de datos está casi lleno: haga sitio, o la próxima importación puede fallar",
  "alarm.keepaRefused":
    "Keepa rechazó más del 10 % de las llamadas de una hora por falta de tokens: ¿quién más los gasta?",
  "alarm.keepaFailures":
    "Más del 20 % de las llamadas a Keepa de una hora no trajeron nada: ¿está caída?, ¿es correcta la clave?",
  "alarm.errors": "Falló más del 5 % de sus ejecuciones, contando los reintentos",
  "alarm.throttles": "Lambda la rechazó durante un cuarto de hora: la concurrencia está agotada",
  "alarm.duration": "Una ejecución tardó más del 80 % del tiempo que tiene",
  "alarm.executions":
    "Una ejecución falló, agotó su tiempo o se detuvo; el registro de su importación dice por qué",
  "alarm.stores": "Más del 5 % de los pasos fallaron porque falló un almacén",
  "alarm.dynamo": "DynamoDB rechazó peticiones durante un cuarto de hora",
  "alarm.eventsDepth": "Más de 1000 eventos de clientes esperan a que se carguen sus estadísticas",
  "alarm.eventLetters":
    "No se pudieron tratar eventos de clientes: corrija la causa y después reenvíe la cola",
  "alarm.refreshes": "Más del 10 % de las actualizaciones fallaron tras todos sus intentos",
  "alarm.api": "Más del 5 % de las peticiones se respondieron con un 5xx",
  "alarm.latency": "Una petición de cada veinte tarda más de un segundo: ¿funciona la caché?",
  "alarm.cache": "La caché no respondió durante un cuarto de hora: cada lectura pregunta a la base de datos",
  "alarm.invalidation":
    "No se pudieron quitar entradas tras una escritura: lo que contienen es incorrecto hasta que caduquen",
  "alarm.slack": "Los resúmenes de eventos sin teléfono no llegaron a Slack; están en el registro",
  "alarm.batchTime":
    "Los lotes tardan un 30 % más de lo habitual; lo habitual se configura en cada despliegue",
  "alarm.uploadsDepth": "Más de 100 archivos subidos esperan a que empiece su importación",
  "alarm.batchLetters": "Fallaron lotes: corrija la causa y después invoque la función que los reintenta",
  "alarm.uploadLetters":
    "Hay archivos subidos cuya importación no empezó: corrija la causa y después reenvíe la cola",
  "alarm.endingLetters":
    "Puede haber importaciones abiertas cuya ejecución ha terminado: invoque CloseRun con cada mensaje y después bórrelo",
  "alarm.duplicates":
    "Más de la mitad de las filas son de contactos que ya estaban: ¿es otra vez el mismo archivo?",
  "alarm.unreadable": "No se pueden leer las alarmas del despliegue",
  "found.none": "No hay nada",
  "found.letters": {
    one: "{count} lote fallido que nadie ha intentado de nuevo",
    other: "{count} lotes fallidos que nadie ha intentado de nuevo",
  },
  "found.paused": "{count} en pausa: {reasons}",
  "found.disk": "Hay {free} GiB libres de {all}; debería haber {needed}",
  "found.above": "Fue de {value}, por encima de {threshold}",
  "found.below": "Fue de {value}, no por encima de {threshold}",
  "found.nothing": "No se ha medido nada últimamente",
  "found.silent": "CloudWatch no responde",
} satisfies Partial<Sentences>;
