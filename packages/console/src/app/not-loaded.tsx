import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";

/** In place of everything, where not even the texts could be loaded: so it speaks both languages. */
export function NotLoaded() {
  return (
    <Box textAlign="center" padding="xxl">
      <Box variant="h1">Millrace</Box>
      <Box variant="p">
        The page could not be loaded. <span lang="es">No se pudo cargar la página.</span>
      </Box>
      <Button onClick={() => location.reload()}>Load again / Cargar de nuevo</Button>
    </Box>
  );
}
