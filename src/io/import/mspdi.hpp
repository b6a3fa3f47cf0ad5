#pragma once

#include <map>
#include <optional>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "io/import/draft.hpp"

/// What the two halves of the reader of Microsoft Project files share.
namespace minerisk::inline v0::io {

/// The XML of a file, with the lines of its elements.
class XmlText {
public:
    /// Refuses what is not well-formed, states another encoding, or has a DTD or entities of its own.
    explicit XmlText(Draft& draft);
    pugi::xml_node root() const { return document_.document_element(); }
    int line(pugi::xml_node node) const;

private:
    int line_at(std::size_t offset) const;
    pugi::xml_document document_;
    std::vector<std::size_t> line_starts_;
};

/// The text of a child; empty if it is not there, or "NA", which is how Project says so.
std::string_view child_text(pugi::xml_node node, const char* name);
/// A date; nothing if there is none, or it was reported.
std::optional<Instant> child_instant(Draft& draft, const XmlText& xml, pugi::xml_node node, const char* name,
                                     const std::string& field);
/// A number of a child; `otherwise` if it is not there.
double child_number(Draft& draft, const XmlText& xml, pugi::xml_node node, const char* name,
                    const std::string& field, double otherwise);

/// The calendars of a Project file by UID, each with what it takes over from its base calendar.
class MspdiCalendars {
public:
    MspdiCalendars(Draft& draft, const XmlText& xml, double usual_hours);

    /// The calendar with this UID, or the usual week if there is none.
    const HourCalendar& get(const std::string& uid);
    /// Its name in the plan, to which it is added when first asked for.
    const std::string& name(const std::string& uid);
    bool has(const std::string& uid) const { return nodes_.contains(uid); }
    /// Counts the calendars that nothing used.
    void finish();

private:
    struct Entry {
        HourCalendar calendar{};
        std::string name{};  ///< in the plan; empty until it is used
    };
    /// UID of the base of a calendar; empty if it has none in the file.
    std::string base_of(const std::string& uid) const;
    Entry& entry(const std::string& uid);
    /// Reads a calendar whose base has been read.
    HourCalendar read(const std::string& uid);
    void read_week(pugi::xml_node node, HourCalendar& calendar, bool has_base);
    void read_exceptions(pugi::xml_node node, HourCalendar& calendar);
    void read_exception(pugi::xml_node node, HourCalendar& calendar);

    Draft& draft_;
    const XmlText& xml_;
    double usual_hours_;
    std::map<std::string, pugi::xml_node> nodes_;
    std::map<std::string, Entry> entries_;
};

}  // namespace minerisk::inline v0::io
