#pragma once
// Where libxml2 was built with ICU, its headers include those of the system's ICU, whose types clash with the ICU that
// Foundation carries. They matter only to converters of encodings, which nobody here touches.
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED
// The order matters: the dictionary's header uses types that the parser's header declares.
#include <libxml/parser.h>
#include <libxml/dict.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>
