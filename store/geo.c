/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "base/compiler.h"
#include "store/geo.h"

const struct country countries[] = {
	{"AD", 42, 1, "Andorra"},
	{"AE", 24, 54, "United Arab Emirates"},
	{"AF", 34, 66, "Afghanistan"},
	{"AG", 17, -62, "Antigua and Barbuda"},
	{"AL", 41, 20, "Albania"},
	{"AM", 40, 45, "Armenia"},
	{"AO", -12, 18, "Angola"},
	{"AR", -34, -64, "Argentina"},
	{"AT", 47, 14, "Austria"},
	{"AU", -25, 134, "Australia"},
	{"AZ", 40, 48, "Azerbaijan"},
	{"BA", 44, 18, "Bosnia and Herzegovina"},
	{"BB", 13, -59, "Barbados"},
	{"BD", 24, 90, "Bangladesh"},
	{"BE", 51, 4, "Belgium"},
	{"BF", 12, -2, "Burkina Faso"},
	{"BG", 43, 25, "Bulgaria"},
	{"BH", 26, 51, "Bahrain"},
	{"BI", -3, 30, "Burundi"},
	{"BJ", 9, 2, "Benin"},
	{"BN", 4, 115, "Brunei"},
	{"BO", -17, -65, "Bolivia"},
	{"BR", -10, -53, "Brazil"},
	{"BS", 24, -77, "Bahamas"},
	{"BT", 27, 90, "Bhutan"},
	{"BW", -22, 24, "Botswana"},
	{"BY", 53, 28, "Belarus"},
	{"BZ", 17, -89, "Belize"},
	{"CA", 60, -102, "Canada"},
	{"CD", -3, 23, "Democratic Republic of the Congo"},
	{"CF", 7, 21, "Central African Republic"},
	{"CG", -1, 15, "Republic of the Congo"},
	{"CH", 47, 8, "Switzerland"},
	{"CI", 8, -6, "Ivory Coast"},
	{"CL", -33, -71, "Chile"},
	{"CM", 6, 13, "Cameroon"},
	{"CN", 35, 103, "China"},
	{"CO", 4, -73, "Colombia"},
	{"CR", 10, -84, "Costa Rica"},
	{"CU", 22, -79, "Cuba"},
	{"CV", 15, -24, "Cape Verde"},
	{"CY", 35, 33, "Cyprus"},
	{"CZ", 50, 15, "Czechia"},
	{"DE", 51, 10, "Germany"},
	{"DJ", 12, 43, "Djibouti"},
	{"DK", 56, 10, "Denmark"},
	{"DM", 15, -61, "Dominica"},
	{"DO", 19, -70, "Dominican Republic"},
	{"DZ", 28, 3, "Algeria"},
	{"EC", -1, -78, "Ecuador"},
	{"EE", 59, 26, "Estonia"},
	{"EG", 27, 30, "Egypt"},
	{"EH", 25, -13, "Western Sahara"},
	{"ER", 15, 39, "Eritrea"},
	{"ES", 40, -4, "Spain"},
	{"ET", 9, 40, "Ethiopia"},
	{"FI", 63, 26, "Finland"},
	{"FJ", -18, 178, "Fiji"},
	{"FM", 7, 158, "Micronesia"},
	{"FR", 47, 2, "France"},
	{"GA", -1, 12, "Gabon"},
	{"GB", 54, -2, "United Kingdom"},
	{"GD", 12, -62, "Grenada"},
	{"GE", 42, 44, "Georgia"},
	{"GH", 8, -1, "Ghana"},
	{"GM", 13, -15, "Gambia"},
	{"GN", 10, -11, "Guinea"},
	{"GQ", 2, 10, "Equatorial Guinea"},
	{"GR", 39, 22, "Greece"},
	{"GT", 16, -90, "Guatemala"},
	{"GW", 12, -15, "Guinea-Bissau"},
	{"GY", 5, -59, "Guyana"},
	{"HK", 22, 114, "Hong Kong"},
	{"HN", 15, -87, "Honduras"},
	{"HR", 45, 16, "Croatia"},
	{"HT", 19, -73, "Haiti"},
	{"HU", 47, 19, "Hungary"},
	{"ID", -2, 118, "Indonesia"},
	{"IE", 53, -8, "Ireland"},
	{"IL", 31, 35, "Israel"},
	{"IN", 22, 79, "India"},
	{"IQ", 33, 44, "Iraq"},
	{"IR", 32, 54, "Iran"},
	{"IS", 65, -19, "Iceland"},
	{"IT", 43, 12, "Italy"},
	{"JM", 18, -77, "Jamaica"},
	{"JO", 31, 36, "Jordan"},
	{"JP", 37, 138, "Japan"},
	{"KE", 0, 38, "Kenya"},
	{"KG", 41, 75, "Kyrgyzstan"},
	{"KH", 13, 105, "Cambodia"},
	{"KI", 1, 173, "Kiribati"},
	{"KM", -12, 44, "Comoros"},
	{"KN", 17, -63, "Saint Kitts and Nevis"},
	{"KP", 40, 127, "North Korea"},
	{"KR", 36, 128, "South Korea"},
	{"KW", 29, 48, "Kuwait"},
	{"KZ", 48, 67, "Kazakhstan"},
	{"LA", 18, 104, "Laos"},
	{"LB", 34, 36, "Lebanon"},
	{"LC", 14, -61, "Saint Lucia"},
	{"LI", 47, 10, "Liechtenstein"},
	{"LK", 7, 81, "Sri Lanka"},
	{"LR", 6, -9, "Liberia"},
	{"LS", -30, 28, "Lesotho"},
	{"LT", 55, 24, "Lithuania"},
	{"LU", 50, 6, "Luxembourg"},
	{"LV", 57, 25, "Latvia"},
	{"LY", 27, 18, "Libya"},
	{"MA", 32, -6, "Morocco"},
	{"MC", 44, 7, "Monaco"},
	{"MD", 47, 29, "Moldova"},
	{"ME", 43, 19, "Montenegro"},
	{"MG", -19, 47, "Madagascar"},
	{"MH", 7, 171, "Marshall Islands"},
	{"MK", 42, 22, "North Macedonia"},
	{"ML", 17, -4, "Mali"},
	{"MM", 21, 96, "Myanmar"},
	{"MN", 47, 103, "Mongolia"},
	{"MR", 20, -10, "Mauritania"},
	{"MT", 36, 14, "Malta"},
	{"MU", -20, 57, "Mauritius"},
	{"MV", 3, 73, "Maldives"},
	{"MW", -13, 34, "Malawi"},
	{"MX", 24, -102, "Mexico"},
	{"MY", 4, 109, "Malaysia"},
	{"MZ", -18, 35, "Mozambique"},
	{"NA", -22, 17, "Namibia"},
	{"NE", 17, 9, "Niger"},
	{"NG", 9, 8, "Nigeria"},
	{"NI", 13, -85, "Nicaragua"},
	{"NL", 52, 5, "Netherlands"},
	{"NO", 62, 10, "Norway"},
	{"NP", 28, 84, "Nepal"},
	{"NR", -1, 167, "Nauru"},
	{"NZ", -41, 174, "New Zealand"},
	{"OM", 21, 57, "Oman"},
	{"PA", 9, -80, "Panama"},
	{"PE", -9, -75, "Peru"},
	{"PG", -6, 144, "Papua New Guinea"},
	{"PH", 12, 122, "Philippines"},
	{"PK", 30, 69, "Pakistan"},
	{"PL", 52, 19, "Poland"},
	{"PS", 32, 35, "Palestine"},
	{"PT", 40, -8, "Portugal"},
	{"PW", 8, 135, "Palau"},
	{"PY", -23, -58, "Paraguay"},
	{"QA", 25, 51, "Qatar"},
	{"RO", 46, 25, "Romania"},
	{"RS", 44, 21, "Serbia"},
	{"RU", 61, 95, "Russia"},
	{"RW", -2, 30, "Rwanda"},
	{"SA", 24, 45, "Saudi Arabia"},
	{"SB", -9, 160, "Solomon Islands"},
	{"SC", -5, 55, "Seychelles"},
	{"SD", 16, 30, "Sudan"},
	{"SE", 62, 15, "Sweden"},
	{"SG", 1, 104, "Singapore"},
	{"SI", 46, 15, "Slovenia"},
	{"SK", 49, 20, "Slovakia"},
	{"SL", 9, -12, "Sierra Leone"},
	{"SM", 44, 12, "San Marino"},
	{"SN", 14, -14, "Senegal"},
	{"SO", 5, 46, "Somalia"},
	{"SR", 4, -56, "Suriname"},
	{"SS", 7, 30, "South Sudan"},
	{"ST", 0, 7, "Sao Tome and Principe"},
	{"SV", 14, -89, "El Salvador"},
	{"SY", 35, 38, "Syria"},
	{"SZ", -26, 31, "Eswatini"},
	{"TD", 15, 19, "Chad"},
	{"TG", 9, 1, "Togo"},
	{"TH", 15, 101, "Thailand"},
	{"TJ", 39, 71, "Tajikistan"},
	{"TL", -9, 126, "Timor-Leste"},
	{"TM", 39, 59, "Turkmenistan"},
	{"TN", 34, 9, "Tunisia"},
	{"TO", -21, -175, "Tonga"},
	{"TR", 39, 35, "Turkey"},
	{"TT", 10, -61, "Trinidad and Tobago"},
	{"TV", -8, 178, "Tuvalu"},
	{"TW", 24, 121, "Taiwan"},
	{"TZ", -6, 35, "Tanzania"},
	{"UA", 49, 32, "Ukraine"},
	{"UG", 1, 32, "Uganda"},
	{"US", 39, -98, "United States"},
	{"UY", -33, -56, "Uruguay"},
	{"UZ", 41, 64, "Uzbekistan"},
	{"VA", 42, 12, "Vatican City"},
	{"VC", 13, -61, "Saint Vincent and the Grenadines"},
	{"VE", 7, -66, "Venezuela"},
	{"VN", 16, 107, "Vietnam"},
	{"VU", -16, 167, "Vanuatu"},
	{"WS", -14, -172, "Samoa"},
	{"XK", 43, 21, "Kosovo"},
	{"YE", 16, 48, "Yemen"},
	{"ZA", -29, 25, "South Africa"},
	{"ZM", -14, 28, "Zambia"},
	{"ZW", -19, 30, "Zimbabwe"},
};

const size_t ncountries = ARRAY_SIZE(countries);

const struct country *country_find(struct str code)
{
	size_t low = 0, high = ncountries;

	while (low < high) {
		size_t middle = (low + high) / 2;
		int order = str_cmp(code, str_from(countries[middle].code));

		if (order == 0)
			return &countries[middle];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

const struct country *country_named(struct str name)
{
	size_t i;

	for (i = 0; i < ncountries; i++)
		if (str_case_eq(name, str_from(countries[i].name)))
			return &countries[i];
	return NULL;
}

void geo_project(double latitude, double longitude, double *ret_x, double *ret_y)
{
	static const double a1 = 1.340264, a2 = -0.081106, a3 = 0.000893, a4 = 0.003796;
	static const double radian = 3.14159265358979323846 / 180, scale = 199.5, north = 262;
	double t = asin(sqrt(3) / 2 * sin(latitude * radian)), t2 = t * t, t6 = t2 * t2 * t2;

	*ret_x =
		GEO_WIDTH / 2.0 + scale * 2 * sqrt(3) * longitude * radian * cos(t) /
					  (3 * (9 * a4 * t6 * t2 + 7 * a3 * t6 + 3 * a2 * t2 + a1));
	*ret_y = north - scale * t * (a4 * t6 * t2 + a3 * t6 + a2 * t2 + a1);
}
