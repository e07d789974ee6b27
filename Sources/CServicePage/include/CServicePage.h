#pragma once
#include <stddef.h>

/// Bytes compiled into the program; never written, valid for its whole life.
typedef struct {
  const unsigned char *start;
  size_t length;
} hlamatch_page_bytes;

/// A file that the page asks for.
typedef struct {
  const char *name;
  const char *type;
  hlamatch_page_bytes bytes;
} hlamatch_page_file;

/// The description of the service in OpenAPI 3.1, files/openapi.yaml.
hlamatch_page_bytes hlamatch_openapi(void);

/// The page of the service, files/page.html.
hlamatch_page_bytes hlamatch_page(void);

/// The style sheet and the modules of the page's script.
const hlamatch_page_file *hlamatch_page_files(size_t *count);
