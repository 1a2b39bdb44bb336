/** Common Spanish and Portuguese surnames, folded, by which two surnames are told from a middle name and a surname. */
const IBERIAN_SURNAMES: ReadonlySet<string> = new Set(
  `abad abreu acevedo acosta acuna aguado aguiar aguilar aguilera aguirre agudelo ahumada alarcon alba albuquerque alcala alcantara alcaraz alegre alencar alfaro almeida
almonte alonso altamirano alvarado alves alzate amador amaral amaya amorim andrade angulo antunes aponte aquino aragon arango aranda araujo araya arboleda
arce arcila arenas arevalo arellano arias ariza arias armas armenta arroyave arroyo arteaga assis assuncao avalos avellaneda avendano avila ayala azevedo baez balaguer ballesteros
barajas barbosa barcelos bardales barragan barrera barreto barrientos barrios barros barroso bastidas bastos batista bautista becerra bedoya bello beltran
benavides benitez bermudez bernal betancourt betancur bezerra blanco bohorquez bolanos bonilla borges borja borrego botelho botero braga branco bravo briceno brito buendia bueno burgos bustamante
bustos caballero cabral cabrera cabezas caceres cadavid caicedo calderon calle calvo camacho camara camargo campos canales cano cardenas cardona cardoso cardozo carmona caro carranza carrasco carreno carrera
carrillo carrion carvajal carvalho casas cascante castaneda castano castellanos castilla castillo castro cavalcanti ceballos cedeno centeno cepeda cerda cerqueira cervantes chacon chavarria chavez chaves cifuentes cisneros coelho collado colon
contreras cordero cordoba cordova coronado coronel corrales correa correia cortes cortez costa coutinho crespo cruz cuadrado cuellar cuenca cuervo cueto cuevas cunha custodio davila delgado diaz dias dominguez
duarte duenas duque duran echeverri echeverria echeverry elizondo enriquez escobar escobedo escudero espana esparza espejo espinal espinosa espinoza esquivel esteves estrada estupinan
fajardo falcao farias feijoo feliz fernandes fernandez ferrari ferreira ferreiro ferrer ferrera ferro figueiredo figueredo figueroa flores florez fonseca forero fraga fragoso franca freire freitas frias fuentes fuenzalida furtado galan galarza
galeano galindo gallardo gallego gallegos gallo galvan galvez galvao gamarra gamboa gamez garay garces garcia garrido garza garzon gaviria gil giraldo giron godinez godoy gomes gomez goncalves gongora gonzales gonzalez gouveia granada granados grajales grisales
guardado guedes guerra guerrero guevara guillen gutierrez guzman henao henriques henriquez heredia hernandez herrera herrero hidalgo hinojosa holguin hoyos huerta huertas hurtado
ibarra ibanez iglesias iniguez jaimes jara jaramillo jimenez juarez jurado kirchner laguna lagos landa lara larrea larreta leal lebron ledesma ledezma leite leiva lemos leon lerma leyva lezama lima linares lino lira lizarazo llanos llerena loaiza lobato lobo londono
lopes lopez losada loureiro lozada lozano lucena lucero lugo luna luque macedo machado macias maciel madrid madrigal maduro magalhaes maia maldonado mamani manrique manzano marchena marin marino marques marquez marrero marroquin marte
martinez martins marulanda matos mattos mata maya medeiros medina medrano meireles mejia melendez mello melo mena mendes mendez mendieta mendoca mendonca mendoza menendez meneses menezes merchan mercado merino mesa meza millan miranda molina
moncada mondragon monge monroy monsalve montalvo montano monteiro montenegro montero montes montesinos montiel montoya mora moraes morais morales moran moreira moreno morera morillo moscoso mosquera mota moura moya mujica mundaca munoz murcia muriel murillo
naranjo nascimento nava navarrete navarro negron neira neves nieto nino nobre nogueira noguera noriega novaes nunes nunez obando obregon ocampo ocana ochoa ojeda olarte oliva olivares oliveira olivera olmedo olmos ordonez orellana orozco orrego ortega ortiz osorio
ospina otero ovalle oviedo pabon pacheco padilla padron paez paiva palacio palacios palma palomino pantoja pardo paredes parra patino paz pedraza pedroza pena penagos penaloza peralta perdomo pereira perera peres perez piedrahita pimentel pineda pinheiro pino pinto pinzon
pires pizarro plata plaza polanco ponce pontes porras portela portillo posada poveda prada prado preciado prieto puente puentes puerta puga pulgarin pulido queiroz quesada quezada quijano quinones quintana quintero quiroga quiros quiroz quispe
rada ramirez ramos rangel raposo real rebelo rebollo rendon rengifo resende restrepo reyes reyna reynoso ribeiro ribera ricaurte rico rincon rios riquelme rivas rivera rivero roa robledo robles rocha roda rodas rodrigues rodriguez rojas roldan romano romero
romo roncancio rondon rosales rosas rosero rosado rosa rua rubiano rubio rueda ruiz saavedra saez salamanca salas salazar salcedo saldana saldarriaga sales salgado salguero salinas samaniego sampaio sanabria sanchez sandoval sanhueza santamaria santana santander santiago santillan
santos sanz sarabia sarmiento segovia segura sepulveda sequeira serna serrano serrato sierra sifuentes silva silveira simoes soares solano solis solorzano soria soriano sosa sotelo soto sousa souza suarez tamayo tapia tavares tavera teixeira tejada tejeda
tellez tello tenorio teran terrazas tirado toledo tobon toro torrealba torrente torres torrez tovar trejo trevino triana trigo trindade trujillo tupac ulloa umana urbina ureña urena uribe urquijo urquiza urrea urrego urrutia
valbuena valdes valderrama valdez valdivia valencia valenzuela valera valero valle vallejo valverde vanegas varela vargas vasconcelos vasquez vaz vazquez vega veiga vela velandia velarde velasco velasquez velazquez velez veloso venegas vera verdugo vergara viana vidal vieira viera vigil
villa villacis villada villagomez villalba villalobos villalpando villamil villanueva villar villareal villarreal villaverde villegas vinas yanez yepes yepez ybarra zabala zambrano zamora zamorano zamudio zapata zaragoza zarate zavala zea zelaya zepeda zorrilla zuluaga zuniga zurita`.split(
    /\s+/,
  ),
);

/** True for a common Spanish or Portuguese surname, and for patronymics in -ez that no list has all of. */
export function isIberianSurname(folded: string): boolean {
  return IBERIAN_SURNAMES.has(folded) || (folded.length > 5 && folded.endsWith("ez"));
}
