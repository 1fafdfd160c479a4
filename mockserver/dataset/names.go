package dataset

import "strings"

// givenName draws from the list until a name is clearly of a sex: the list does
// not say whose its names are, and many are anybody's.
func (f *faker) givenName(sex Sex) string {
	known := menNames
	if sex == Female {
		known = womenNames
	}
	for {
		if name := f.FirstName(); names(known).has(name) {
			return name
		}
	}
}

// names are words between single blanks, in order.
type names string

// has halves the text until a word is the name or none is left: most names that are
// drawn are in no list.
func (n names) has(name string) bool {
	for len(n) > 0 {
		start := strings.LastIndexByte(string(n[:len(n)/2]), ' ') + 1
		word, rest, _ := strings.Cut(string(n[start:]), " ")
		switch {
		case word == name:
			return true
		case name < word:
			n = n[:max(0, start-1)]
		default:
			n = names(rest)
		}
	}
	return false
}

const womenNames = "Aaliyah Abbey Abby Abigail Ada Adela Adele Adriana Agnes Aida Aileen Aimee Aisha Alana Alberta " +
	"Alejandra Alessandra Alexandra Alice Alicia Alisa Alison Aliyah Allison Amalia Amanda Amber Amelia Amina Amira Amy Ana " +
	"Anais Anastasia Angela Angelica Angelina Anika Anita Anna Annabel Anne Annie April Araceli Arianna Arielle Astrid Athena " +
	"Audrey Aurelia Ava Ayla Barbara Beatrice Bella Bernadette Bernice Bertha Bessie Beth Bethany Betty Beulah Bianka Blanca " +
	"Bonnie Brenda Bridget Brittany Brooke Caitlyn Camila Camilla Candace Carissa Carlotta Carolina Caroline Carolyn Carrie " +
	"Cassandra Catalina Catherine Cecelia Cecilia Celia Celine Charlene Charlotte Chelsea Chloe Christina Christine Ciara Cindy " +
	"Claire Clara Clarissa Claudia Claudine Clementine Colleen Constance Consuelo Cora Cordelia Crystal Cynthia Daisy Daphne " +
	"Darlene Dayana Deanna Deborah Delia Delilah Desiree Destiny Diana Dolores Donna Dora Dorothy Ebony Edith Edna Edwina Eileen " +
	"Elena Elisa Elisabeth Elise Elizabeth Ella Ellen Ellie Eloise Elsa Elsie Emilia Emily Emma Erica Erika Esmeralda " +
	"Esperanza Estelle Esther Ethel Eunice Eva Evangeline Eve Evelyn Fatima Felicia Fiona Flo Florence Francesca Freda " +
	"Gabriella Gabrielle Genevieve Gillian Gina Giovanna Gladys Gloria Grace Greta Gwen Hailey Haley Hannah Harmony Hazel Heather " +
	"Heidi Helen Helena Hilda Holly Ida Ines Irma Isabel Isabella Ivy Jacquelyn Jada Jana Jane Janelle Janet Janice Jasmin Jeanette " +
	"Jennifer Jessica Jillian Joana Joanne Jocelyn Johanna Josefina Josephine Joyce Juanita Judy Julia Juliana Julie Juliet June " +
	"Justina Justine Kaitlyn Kara Karen Karina Karine Katelyn Katherine Kathleen Kathryn Katrina Kayla Kaylee Kiara Kimberly Kira " +
	"Krista Kristina Krystal Kylie Laila Laura Lauren Layla Lea Leila Lena Leonora Leticia Lila Lillian Lily Linda Lisa Lola " +
	"Loretta Lorna Lucia Lucie Lucinda Lucy Lydia Mabel Madeline Magdalena Maggie Margaret Maria Mariana Marie Marilyn Martha Mary " +
	"Matilda Maya Melanie Melissa Melody Mercedes Mia Michelle Mildred Miranda Molly Monica Myrtle Nadia Naomi Natalia Natalie " +
	"Nellie Nia Nicole Nina Nora Norma Olga Olivia Ophelia Pamela Patricia Paula Pauline Pearl Penelope Phoebe Priscilla Rachel " +
	"Ramona Rebecca Renee Rita Roberta Rosa Rosalind Rose Rosemary Ruth Sabina Sabrina Sadie Sally Samantha Sandra Sarah Savanna " +
	"Selena Serena Shirley Sierra Silvia Sonia Sophia Sophie Stella Stephanie Susan Susana Sylvia Tabitha Tamara Tania Teresa " +
	"Theresa Tiffany Trinity Trisha Ursula Valentina Valerie Vanessa Vera Verona Veronica Victoria Viola Violet Virginia " +
	"Vivian Vivien Wanda Wendy Wilma Yasmin Yolanda Yvette Yvonne Zoe Zoey"

const menNames = "Aaron Abdul Abdullah Abel Abraham Adam Adrian Agustin Ahmed Aidan Alan Albert Alberto Alec Alessandro Alexander " +
	"Alfonso Alfred Allen Alphonso Amir Amos Andre Andrew Angelo Angus Anthony Antonio Archibald Armand Armando Arnold Arthur Arvid " +
	"Augustus Austin Axel Barney Barry Bart Ben Benedict Benjamin Bennett Benton Bernard Bert Bill Boris Boyd Brad Bradley " +
	"Brandon Brendan Brent Brett Brian Brock Bruce Bryce Buck Caleb Carlo Carlos Casper Cecil Cesar Chad Charles Chester " +
	"Christian Christopher Clark Clemens Clifford Clifton Clint Clinton Clyde Colin Connor Conrad Cornelius Craig Cristian Curt Curtis " +
	"Cyril Cyrus Damian Damon Dan Dane Danny Dante Darius Darren Dave David Declan Dennis Derek Derrick Desmond Dexter Diego Dillon " +
	"Dimitri Dino Domingo Dominic Don Donald Douglas Duncan Dustin Dwight Dylan Earl Edgar Edmund Eduardo Edward Edwin Eli Elias " +
	"Elijah Elliot Elmer Elton Elvis Emanuel Emil Emilio Emmanuel Enrique Eric Erik Ernest Esteban Ethan Eugene Evan Everett " +
	"Ezekiel Ezra Fabian Federico Felipe Felix Fernando Finn Fletcher Floyd Forrest Francesco Francisco Franco Frank Franz Fred Frederick " +
	"Gabriel Garrett Garth Gaston Gavin Geoffrey George Gerald Gerard Gerardo Gideon Gilbert Giles Gino Giovanni Glen Gordon Graham " +
	"Grant Greg Gregory Griffin Guido Gunnar Gustave Guy Hans Harold Harrison Harry Harvey Hector Henri Henry Herbert Herman Horace " +
	"Howard Hubert Hugh Humberto Ian Ibrahim Ignacio Isaac Isaiah Jack Jackson Jacob Jake Jamal Jared Jaron Jarvis Jason Jasper Javier Jeff " +
	"Jeffrey Jeremy Jerome Jesus Joaquin Joe Joel John Johnathan Jonas Jonathan Jorge Jose Joseph Joshua Josiah Juan Julian Julio " +
	"Julius Kareem Karl Keith Ken Kenneth Kevin Kristian Kurt Kyle Lance Larry Lawrence Leo Leon Leonard Leonardo Leopold Lewis Liam " +
	"Lloyd Lorenzo Louis Luca Lucas Luis Luther Magnus Malcolm Manuel Marc Marco Marcos Marcus Mario Mark Martin Marvin Mateo Matt " +
	"Matteo Maurice Max Maximilian Michael Michel Miguel Mike Milton Mitchell Mohamed Mohammed Moises Morris Moses Murray Nathan " +
	"Nathaniel Neil Nicholas Nick Nicolas Nigel Nikolas Noah Noel Norbert Norman Norris Oliver Omar Oscar Osvaldo Otto Owen Pablo Patrick " +
	"Paul Pedro Percy Peter Philip Pierre Rafael Ralph Ramon Randall Raul Raymond Reginald Reinhold Rene Reuben Ricardo Richard Rick " +
	"Robert Roberto Rocky Roderick Rodrigo Roger Roland Roman Ronald Rudolph Rupert Russell Ryan Salvador Sam Samuel Santiago Saul " +
	"Scott Sean Sebastian Seth Sigurd Simon Solon Stanley Stefan Stephan Stephen Steve Stuart Ted Terrance Theodore Thomas Tim Timothy " +
	"Tobias Tom Tomas Tony Travis Trevor Tristan Tyler Valentin Vance Vernon Victor Vincent Virgil Vito Vladimir Walter Warren " +
	"Wilbert Wilfred Wilfredo Wilhelm Willard William Xavier Zachary"
