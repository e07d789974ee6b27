#include "CServicePage.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char openapi[] = {
#embed "files/openapi.yaml"
};

static const unsigned char page[] = {
#embed "files/page.html"
};

static const unsigned char style[] = {
#embed "files/style.css"
};

static const unsigned char app[] = {
#embed "files/app.js"
};

static const unsigned char service[] = {
#embed "files/service.js"
};

static const unsigned char elements[] = {
#embed "files/elements.js"
};

static const unsigned char ranking[] = {
#embed "files/ranking.js"
};

static const unsigned char donor[] = {
#embed "files/donor.js"
};

static const unsigned char past[] = {
#embed "files/past.js"
};

static const unsigned char icon[] = {
#embed "files/icon.svg"
};

static const hlamatch_page_file files[] = {
    {"icon.svg", "image/svg+xml", {icon, sizeof icon}},
    {"style.css", "text/css; charset=utf-8", {style, sizeof style}},
    {"app.js", "text/javascript; charset=utf-8", {app, sizeof app}},
    {"service.js", "text/javascript; charset=utf-8", {service, sizeof service}},
    {"elements.js", "text/javascript; charset=utf-8", {elements, sizeof elements}},
    {"ranking.js", "text/javascript; charset=utf-8", {ranking, sizeof ranking}},
    {"donor.js", "text/javascript; charset=utf-8", {donor, sizeof donor}},
    {"past.js", "text/javascript; charset=utf-8", {past, sizeof past}},
};

hlamatch_page_bytes hlamatch_openapi(void) {
  return (hlamatch_page_bytes){openapi, sizeof openapi};
}

hlamatch_page_bytes hlamatch_page(void) {
  return (hlamatch_page_bytes){page, sizeof page};
}

const hlamatch_page_file *hlamatch_page_files(size_t *count) {
  *count = sizeof files / sizeof *files;
  return files;
}
