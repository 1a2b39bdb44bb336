/**
 * Common given names, folded, by which a name with several words is known to be Spanish or Portuguese and its given names end where
 * its surnames begin. Not a register: a name that is missing costs certainty, not the row.
 */

/** Given names that by themselves say Spanish or Portuguese. */
export const IBERIAN_GIVEN: ReadonlySet<string> = new Set(
  `abelardo abigail adalberto adelaida adelina ademar adriano agustin agustina ailton alberto alcides aldo alejandra alejandro alejo alessandra
alfonso alirio almudena alonzo altagracia amado amalia amparo anabel anabela anahi analia anderson andre andreia andres anibal anselmo antonia antonio
apolinar araceli aracely arcadio ariadna ariana arlindo armando arnaldo arnulfo arsenio arturo ascension asuncion augusto aurelia aurelio azucena
baltasar bartolome basilio beatriz belen belkis benedicto benita benito benjamim bernarda bernardino bernardo berta betsabe bibiana blas bonifacio
braulio brayan brigida bruna bryan caio camilo candelaria candida candido caridad carina carlos carmela carmelo carmen carmenza carolina casandra catalina
cayetano cecilia ceferino celestino celia celina celso cesar chiquinquira cintia cipriano ciro clara clarisa claudia claudio clemencia
clemente cleusa conceicao concepcion constanza consuelo cristian cristhian cristiane cristiano cristina cristobal cruzita dagoberto daiane dalia damian daniela
danilo davi dayana deisy delfina delia demetrio denilson desiderio diego dilma dimas dionisio djalma dolores domingo domingos domitila
duarte dulce edgar edgardo edilberto edilma edilson edison edson eduarda eduardo edwin efrain efren eladio eleazar elba eleuterio elias eliana eliane elias
eliecer eligio elisa eliseo elkin eloisa elpidio elsa elvira elvis emerson emiliano emilio encarnacion enrique enriqueta epifanio ernesto
esperanza esteban estefania estela estella ester estevao estrella eucaris eudes eufemia eugenia eugenio eulalia eusebio evandro evangelina evaristo
everardo everaldo ezequiel fabian fabiana fabiano fabio fabiola fabricio facundo faustino fausto federico felicia felicidad feliciano felipa felipe
felix fermin fernanda fernando fidel filomena flavia flavio florencia florencio florentino floriberto fortunato fredy francisca francisco franco
freddy froilan gabriela gaspar genaro genoveva geovanny geraldo gerardo german gerson gertrudis gervasio gilberto gilda gildardo gilma gilmar
gilson giovanny gisela gladis gladys glauco glenda gloria gonzalo graciela graziela gregoria gregorio griselda guadalupe guido guilherme guillermina
guillermo gustavo haroldo haydee hector heitor helder helena heliodoro heloisa henrique heraldo heriberto hermes herminia herminio hernan hernando higinio
hilaria hilario hilda hipolito honorio horacio hugo humberto ignacia ignacio ildefonso iliana imelda ines inacio inmaculada irma isaias isaura isabela
isidora isidoro isidro ismael israel itziar ivan ivete ivone ivonne izabel jacinta jacinto jacobo jaime jair jairo javier jazmin jefferson jeferson jenaro
jenny jeronimo jesus jhon jhonatan jimena joao joaquin joaquim joaquina jonatan jonathan jorge josefa josefina jose josue jovita juan juana
juanita julia julian juliana julio justina justino justo katia katherine kelly laercio lara laureano lautaro lazaro leandra leandro leidy leonardo
leoncio leonel lionel leonidas leonor leopoldo leticia lia libardo lidia ligia liliana lina lisandro lorena lorenza lorenzo lourdes lucas lucia luciana luciano
lucila lucrecia luis luisa luiz luiza lupe luz lydia macarena macario magali magaly magdalena magnolia maira malena manoel manuel manuela
marcela marcelo marcia marcio marco marcos marcus margarita margarida maria mariana mariano maribel maricarmen maricela mariela marilia marilu marina
mario marisa marisela marisol maristela maritza marleny marlene marlon marta martha martin martina mateo mateus matheus matias matilde mauricio mauro maura maxima
maximiliano maximo mayra mayerly melchor melisa mercedes micaela miguel milagros milton miguelina mireya miriam miryam modesto moises monica montserrat murilo myriam
nadia nahuel natalia natividad nazareno nelida nelly nelson nereida nestor neymar nicanor nicolas nidia nieves nilda nilson nilton noelia noemi nohora nohemi norberto
norma nubia nuria octavio odilia ofelia olegario olga olimpia oliverio omaira omar onofre orlando oscar osvaldo oswaldo otavio otilia otto ovidio
pablo palmira paloma pamela paola pascual pastora patricia patricio paula paulina paulino paulo pedro perla petrona piedad pilar pio placido policarpo
porfirio primitivo priscila purificacion rafael rafaela raimunda raimundo ramiro ramon ramona raquel raul rebeca refugio reinaldo remedios
remigio renata renato rene reynaldo ricardo rigoberto roberta roberto rocio rodolfo rodrigo rogelio rogerio rolando roman romeo romina romulo ronaldo roque rosa
rosalba rosalia rosalinda rosalva rosana rosario rosaura rosendo rosina roxana ruben rufino rut ruth sabina salome salomon salvador samanta samuel
sandra sandro santiago santos sara saturnino saul sebastian sebastiao segundo selena selma serafin sergio severino severo shakira shirley silvana silvano silverio
silvestre silvia silvio simon simona simone socorro sofia sol soledad sonia soraya stella suely susana tadeo tamara tania tarcisio tatiana telma telmo
teodora teodoro teofilo teresa teresinha tereza thiago tiago tibisay timoteo tito tomas tomasa toribio trinidad tulio ubaldo ulises urbano
uriel valdemar valdir valentin valentina valeria valerio vanesa vanessa vera veronica vicencio vicenta vicente victor victoria victorino vilma vinicius virgilio virginia
viviana vladimir wagner walter wanda washington wendy wellington william wilmer wilson wilfredo xavier ximena xiomara yadira yamil yamila yamile yaneth yanira yasmin yecid yeison
yenny yeny yerson yesenia yessica yesica yolanda yomaira yuliana yuri zacarias zaida zenaida zoila zoraida zulema zulma`.split(
    /\s+/,
  ),
);

/** Given names of Spain, Portugal and Latin America that are as common elsewhere: they need a Spanish or Portuguese surname beside them. */
export const SHARED_GIVEN: ReadonlySet<string> = new Set(
  `abel abigail ada adam adela adrian adriana agnes aida alan alba alex alexander alexandra alexandre alexis alfredo alice alicia alma alvaro amanda amelia amelie ana anita
andrea angel angela angelica angelina angelo anna anthony ariel astrid aurora barbara bianca blanca boris brenda bruno camila carla carlo carlota carol caroline catarina cindy
clarice constantino cynthia dalila dana daniel danny dario david debora deborah denis denise dennis diana dina dora doris edith edmundo edward elena elizabeth ella emanuel emily
emma emmanuel enzo eric erica erick erik erika esther eva evelyn eve fatima flora francesca francesco gabriel gael geraldine gina giovanni giulia grace gregory
harold helen henry iago ian ida ilda ingrid irene iris isaac isabel isabella jacqueline james janet jean jennifer jessica jimmy joan joel johana johanna john
jonas joseph josefine judith juliet karen karin karina karla kevin larissa laura lauren leila leon leonora leo liam lidia lilia lily linda lisa lola lorraine louis
luca luka luana luna luca mabel maite manuel marcel mariam marie marion marisa mark martin mary maria matthew max maya melissa melody mercedes mia michael michel michelle mila mildred milena
mirian miranda nancy natalie nathalia nathalie nathan nina noah noel nora oliver olivia patrick paul peter pia rachel raphael regina renan richard rita robert robin robson roger
ronald rosa rosemary roy sabrina salma sally samuel sandra sarah sheila sherly silas sofia sophia stefania stephanie steven susan sylvia teo teresa theo thomas
tobias tony ursula valentina vanessa vera victor victoria vincent vincenzo viola virginia vivian william yolanda zoe
walter bryan edgar edwin irma ivan jefferson jenny kelly marcus mario martha milton nelly nelson norma olga pamela patricia ruth shirley simon sonia vera wanda washington
wendy wilson julia claudia clara hugo felix marcia monica veronica elsa otto german lucas emerson gladys glenda hilda israel jonathan lara lia lina marina marco nadia roberta roman romeo
stella tamara tania xavier yuri cecilia celia celina delia elisa carmen carmela carina carolina cristina daniela fabian dulce wellington anderson modesto jasmine gloria magdalena priscila rebecca selena
allen ann anne beth brian carl charles christian christopher clark dale dean donald douglas eleanor elaine ellen eugene faith frank fred george glenn grace hope howard jane jay jeffrey jeremy jo
joyce justin kay keith kenneth kyle larry lee leigh louise lynn lynne mae margaret marc may megan neil nicholas nicole patricia philip phillip ralph ray raymond rose russell ruth ryan scott sean shane
stephen sue todd travis tyler vernon victor wayne zachary`.split(/\s+/),
);

/** French given names, by which "M." before them is Monsieur and no initial. */
export const FRENCH_GIVEN: ReadonlySet<string> = new Set(
  `alain alexandre alexis andre antoine armand arnaud arthur aurelien baptiste bastien benoit bernard bertrand bruno cedric charles christian christophe
claude clement cyril damien daniel david denis didier dominique edouard emile emmanuel eric etienne fabien fabrice florian francis franck francois
frederic gabriel georges gerard gerald gilbert gilles gregory guillaume gustave guy henri herve hugo hugues jacques jean jerome joel jules julien laurent leo leon lionel
loic louis luc lucas ludovic marc marcel mathieu matthieu maurice maxime michel mickael nicolas noel olivier pascal patrice patrick paul philippe pierre quentin
raphael raymond regis remi remy rene robert roger roland romain samuel sebastien serge simon stephane sylvain theo theodore thibault thierry thomas tristan valentin victor vincent xavier yann yannick
yves yvon jean-pierre jean-paul jean-claude jean-luc jean-marc jean-michel jean-louis jean-francois jean-jacques jean-philippe jean-marie jean-yves jean-baptiste pierre-yves marc-antoine`.split(
    /\s+/,
  ),
);
