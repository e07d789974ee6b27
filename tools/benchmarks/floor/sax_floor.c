// The floor of every hla.xml reader: libxml2's SAX2 push parser with one empty callback.
//   cc -O2 sax_floor.c $(pkg-config --cflags --libs libxml-2.0) -o sax_floor && ./sax_floor hla.xml
#include <libxml/parser.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static long elements;

static void start_element(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int namespaces,
                          const xmlChar **namespace_list, int attributes, int defaulted, const xmlChar **values) {
  elements++;
}

int main(int count, char **arguments) {
  FILE *file = count > 1 ? fopen(arguments[1], "rb") : NULL;
  if (!file) return 66;
  xmlSAXHandler handler;
  memset(&handler, 0, sizeof handler);
  handler.initialized = XML_SAX2_MAGIC;
  handler.startElementNs = start_element;
  xmlParserCtxtPtr context = xmlCreatePushParserCtxt(&handler, NULL, NULL, 0, NULL);
  xmlCtxtUseOptions(context, XML_PARSE_NONET);
  char *chunk = malloc(1 << 20);
  size_t length;
  while ((length = fread(chunk, 1, 1 << 20, file)) > 0) xmlParseChunk(context, chunk, (int)length, 0);
  int fault = xmlParseChunk(context, chunk, 0, 1);
  printf("%ld elements\n", elements);
  return fault;
}
